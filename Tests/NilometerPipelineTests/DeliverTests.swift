import Foundation
import NilometerCore
import NilometerPipeline
import Testing

struct DeliverTests {
    /// SplitMix64: small, and the same on every machine.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private let now = Date(timeIntervalSince1970: 1_000_000)

    private var delivery: Delivery {
        let hook = Webhook(id: "whk_1", project: "p", url: "https://a/", secrets: [], isActive: true, createdAt: now)
        return Delivery(
            id: "dlv_1",
            webhook: hook,
            event: "evt_1",
            type: "webhook.test",
            body: "{}",
            state: .waiting,
            attempts: 0,
            dueAt: now,
            lastResult: nil
        )
    }

    @Test(arguments: 0..<20)
    func `ten attempts, each wait within a fifth of the schedule, then it failed`(seed: UInt64) {
        var chance = Chance(state: seed)
        var delivery = delivery
        for wait in Deliver.schedule {
            delivery = Deliver.after(
                DeliveryResult(isTaken: false, text: "500"),
                of: delivery,
                now: now,
                using: &chance
            )
            let due = delivery.dueAt.timeIntervalSince(now)
            #expect(delivery.state == .waiting && abs(due - wait) <= 0.2 * wait + 1e-6)
        }
        delivery = Deliver.after(DeliveryResult(isTaken: false, text: "500"), of: delivery, now: now, using: &chance)
        #expect(delivery.state == .failed && delivery.attempts == 10 && delivery.messageID == "evt_1_whk_1")
    }

    @Test func `a receiver may ask for more time, and a taken delivery ends`() {
        var chance = Chance(state: 1)
        let later = DeliveryResult(isTaken: false, text: "503", retryAfter: 1000)
        #expect(Deliver.after(later, of: delivery, now: now, using: &chance).dueAt == now.addingTimeInterval(1000))
        let taken = Deliver.after(DeliveryResult(isTaken: true, text: "204"), of: delivery, now: now, using: &chance)
        #expect(taken.state == .delivered && taken.attempts == 1 && taken.lastResult == "204")
    }

    @Test func `a wait for a run ends with its sweep, and not with another's`() async {
        let swept = Swept()
        let (mine, other) = (await swept.expect("run_1"), await swept.expect("run_2"))
        await swept.tell(["run_0", "run_1"])
        #expect(await Swept.ended(mine, within: .seconds(60)))
        #expect(await !Swept.ended(other, within: .zero))
        await swept.forget("run_2")
    }
}
