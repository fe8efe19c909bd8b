/// Figures of other programs that were measured elsewhere and are only repeated here.
enum QuotedPeers {
    /// Where they come from.
    static let source = """
        Quoted, not measured in this run: 100 runs of 500 metrics on a loaded machine of 2 cores, November 2026. \
        Tests/scripts/bench_lnt.py measures LNT beside Nilometer.
        """

    static let rows = [
        ["LLVM LNT 0.4.20", "600 readings per CPU-s, 219/s", "50 points 33–50 ms", "none on upload"],
        ["Codespeed 263860b", "97 readings per CPU-s, 20/s", "6 ms, no match", "averages only"],
        ["asv 0.6.6 publish", "5.0 CPU-s to publish 50 k readings", "static JSON", "44 of 100 steps of 5 %"],
        ["Apache Otava 0.8.0", "no store", "–", "2.39 ms CPU a series of 200"],
        ["signal-processing-algorithms 2.1.6", "no store", "–", "24 ms a series of 200"],
        ["ruptures 1.1.10 BinSeg / PELT", "no store", "–", "5.8 / 207 ms a series of 200"],
    ]
}
