import NilometerAPI

/// Draws how small a step each series of a benchmark would show.
struct HistoryPowerText {
    let benchmark: String
    let cards: [DetectabilityView]

    func text(on output: Output) -> String {
        var table = TextTable(
            .elastic("parameters"),
            .text("metric"),
            .text("machine"),
            .text("class"),
            .number("runs"),
            .number("level"),
            .number("noise")
        )
        table.columns += (cards.first?.steps ?? []).map { .number("within \(TextShort.count($0.runs, "run"))") }
        for card in cards {
            let series = card.series
            var cells: [TextTable.Cell] = [
                .init(TextShort.parameters(series.parameters)),
                .init(series.metric),
                .init(series.machine),
                .init(card.isLearning ? "\(card.seriesClass), learning" : card.seriesClass, .faint),
                .init(TextNumber.text(Double(card.points))),
                .init(card.level.map { TextNumber.text($0) + TextNumber.unit(series.unit) } ?? "none"),
                .init(card.noise.map(Self.percent) ?? "", .faint),
            ]
            cells += card.steps.map { TextTable.Cell(Self.step($0, of: card)) }
            table.rows.append(cells)
        }
        return TextPaint.strong.on(TextPlain.of(benchmark), output.hasColour)
            + "  the smallest step that is confirmed, four times in five\n" + table.text(on: output)
    }

    private static func step(_ step: DetectabilityView.Step, of card: DetectabilityView) -> String {
        guard let difference = step.difference else { return "none" }
        let isUnits = card.seriesClass == "exact" && difference == difference.rounded()
        if isUnits { return TextNumber.text(difference) + TextNumber.unit(card.series.unit) }
        return step.share.map(percent) ?? TextNumber.text(difference) + TextNumber.unit(card.series.unit)
    }

    private static func percent(_ share: Double) -> String {
        TextNumber.text(100 * share, decimals: share < 0.0995 ? 2 : share < 1 ? 1 : 0) + "%"
    }
}
