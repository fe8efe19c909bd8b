public import NilometerCore

/// What every format must hold, whatever bytes it is given.
public enum FormatContract {
    /// The sentences of the contract that the format breaks on these uploads; empty when it holds.
    public static func broken(by format: any Format, on uploads: [Upload]) -> [String] {
        var broken: [String] = []
        let isWord = format.id.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }
        if format.id.isEmpty || !isWord { broken.append("the id “\(format.id)” is no lower-case word") }
        for upload in uploads {
            do {
                let report = try format.report(from: upload)
                broken += faults(of: report, format: format).map { "\(upload.name): \($0)" }
                let again = try format.report(from: upload)
                if again != report { broken.append("\(upload.name): a second reading gives another report") }
            } catch {
                if error.reason.isEmpty { broken.append("\(upload.name): the error has no reason") }
            }
        }
        return broken
    }

    private static func faults(of report: Report, format: any Format) -> [String] {
        var faults: [String] = []
        if report.format != format.id { faults.append("the report says it is \(report.format)") }
        for reading in report.readings {
            let name = "\(reading.benchmark) \(reading.metric)"
            if reading.benchmark.isEmpty { faults.append("a reading has no benchmark") }
            if reading.metric.isEmpty { faults.append("\(name) has no metric") }
            if !reading.samples.allSatisfy(\.isFinite) { faults.append("\(name) has a sample that is not finite") }
            if let value = reading.value, !value.isFinite { faults.append("\(name) has a value that is not finite") }
            if let spread = reading.spread, !spread.value.isFinite || spread.value < 0 {
                faults.append("\(name) has a spread that is not finite or negative")
            }
            if reading.value == nil, !reading.samples.isEmpty { faults.append("\(name) has samples and no value") }
            if reading.value == nil, reading.error?.isEmpty != false {
                faults.append("\(name) has neither value nor error")
            }
            if reading.iterations.contains(where: { $0 < 0 }) { faults.append("\(name) has a negative count") }
        }
        for warning in report.warnings {
            if warning.code.isEmpty || warning.message.isEmpty { faults.append("a warning says nothing") }
            if let line = warning.line, line < 1 { faults.append("a warning names line \(line)") }
        }
        return faults
    }
}
