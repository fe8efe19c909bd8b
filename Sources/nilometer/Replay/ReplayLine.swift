import NilometerAPI
import NilometerCore

/// One line of the file that `replay` reads: that of `detect`, with names and marks.
struct ReplayLine: Decodable {
    /// What a person said of the alert at a point.
    struct Mark: Decodable {
        var index: Int
        var state: Alert.State

        var isReal: Bool? { ReplayLine.isReal(state) }
    }

    var detect: DetectInput
    var benchmark: String?
    var metric: String?
    var machine: String?
    var marks: [Mark]?

    private enum Key: String, CodingKey {
        case benchmark, metric, machine, marks
    }

    init(from decoder: any Decoder) throws {
        detect = try DetectInput(from: decoder)
        let container = try decoder.container(keyedBy: Key.self)
        benchmark = try container.decodeIfPresent(String.self, forKey: .benchmark)
        metric = try container.decodeIfPresent(String.self, forKey: .metric)
        machine = try container.decodeIfPresent(String.self, forKey: .machine)
        marks = try container.decodeIfPresent([Mark].self, forKey: .marks)
    }

    /// The series; what has no name is called by its id, and lower is better.
    var series: Series {
        Series(
            id: detect.id.text,
            project: "",
            key: SeriesKey(
                benchmark: benchmark ?? detect.id.text,
                parameters: [:],
                metric: metric ?? detect.unit ?? "value"
            ),
            machine: machine ?? "default",
            unit: detect.unit ?? "",
            better: detect.better ?? .lower,
            isExact: detect.isExact
        )
    }

    /// Whether a person called an alert real; nil where nobody said anything of it.
    static func isReal(_ state: Alert.State) -> Bool? {
        switch state {
        case .accepted, .resolved, .acknowledged: true
        case .invalid: false
        case .open, .recovered: nil
        }
    }
}

extension SeriesView {
    /// The series again.
    func series(of project: String) -> Series {
        Series(
            id: id,
            project: project,
            key: SeriesKey(benchmark: benchmark, parameters: parameters, metric: metric),
            machine: machine,
            unit: unit,
            better: better,
            isExact: exact
        )
    }
}

extension PointsView {
    /// The points again; their samples are not known.
    var points: [Point] {
        commits.indices.map {
            Point(commit: commits[$0], run: runs[$0], value: values[$0], spread: spreads[$0] ?? .nan, count: counts[$0])
        }
    }
}
