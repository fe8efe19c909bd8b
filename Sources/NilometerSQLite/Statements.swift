import GRDB

/// Statements are whole, and kept prepared; nothing is spliced into them.
extension Database {
    func run(_ sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: "\(sql)").execute(arguments: arguments)
    }

    func rows(_ sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: "\(sql)"), arguments: arguments)
    }

    func row(_ sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: "\(sql)"), arguments: arguments)
    }

    func cursor(_ sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws -> RowCursor {
        try Row.fetchCursor(cachedStatement(sql: "\(sql)"), arguments: arguments)
    }

    func number(_ sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: "\(sql)"), arguments: arguments)
    }
}
