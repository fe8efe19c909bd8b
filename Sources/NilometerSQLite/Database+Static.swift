import GRDB

/// Statements whose text is known when the program is compiled.
extension Database {
    func execute(static sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: "\(sql)").execute(arguments: arguments)
    }

    func rows(static sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try Row.fetchAll(try cachedStatement(sql: "\(sql)"), arguments: arguments)
    }

    func row(static sql: StaticString, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(try cachedStatement(sql: "\(sql)"), arguments: arguments)
    }
}
