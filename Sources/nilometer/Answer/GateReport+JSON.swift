import NilometerCore

extension GateReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case project, part, conclusion, status, advisory, headline, reason, base, head, counts, rows, link, notices
    }

    /// Writes the answer as programs read it, with every key also where there is nothing to say.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(project, forKey: .project)
        try container.encode(part, forKey: .part)
        try container.encode(conclusion, forKey: .conclusion)
        try container.encode(status, forKey: .status)
        try container.encode(isAdvisory, forKey: .advisory)
        try container.encode(GateHeadline(report: self).text, forKey: .headline)
        try container.encode(reason, forKey: .reason)
        try container.encode(base, forKey: .base)
        try container.encode(head, forKey: .head)
        let counts = Verdict.allCases.map { ($0.rawValue, count(of: $0)) }
        try container.encode(Dictionary(uniqueKeysWithValues: counts), forKey: .counts)
        try container.encode(rows, forKey: .rows)
        try container.encode(link, forKey: .link)
        try container.encode(notices, forKey: .notices)
    }
}

extension GateReportRow: Encodable {
    private enum CodingKeys: String, CodingKey {
        case benchmark, parameters, metric, machine, unit, before, after, ratio, interval, p, verdict, reason, failure
        case explanation, link
    }

    /// Writes the row with every key also where a figure is not known.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(benchmark, forKey: .benchmark)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(metric, forKey: .metric)
        try container.encode(machine, forKey: .machine)
        try container.encode(levels.unit, forKey: .unit)
        try container.encode(levels.before, forKey: .before)
        try container.encode(levels.after, forKey: .after)
        try container.encode(levels.ratio, forKey: .ratio)
        try container.encode(levels.interval, forKey: .interval)
        try container.encode(p, forKey: .p)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(reason, forKey: .reason)
        try container.encode(failure, forKey: .failure)
        try container.encode(explanation, forKey: .explanation)
        try container.encode(link, forKey: .link)
    }
}
