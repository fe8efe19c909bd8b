/// A value of a TOML text, and the line on which it is given.
struct TOMLNode: Sendable, Equatable {
    /// What a value can be.
    indirect enum Value: Sendable, Equatable {
        case text(String)
        case integer(Int)
        case number(Double)
        case flag(Bool)
        /// A date, a time or both, as it is written: nothing here asks for one.
        case time(String)
        case list([TOMLNode])
        case table([String: TOMLNode])
    }

    /// The line, from 1.
    var line: Int
    /// The value.
    var value: Value

    /// What it is, for sentences that say what was expected instead.
    var kind: String {
        switch value {
        case .text: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .flag: "true or false"
        case .time: "a date or time"
        case .list: "a list"
        case .table: "a table"
        }
    }
}
