extension Series {
    /// The series as a project's rules want it seen: its class, its better direction, and who answers for it.
    public func ruled(by rule: Rule) -> Series {
        var series = self
        series.better = rule.better ?? better
        if let kind = rule.kind { series.isExact = kind == .exact }
        series.owner = rule.owner
        return series
    }
}
