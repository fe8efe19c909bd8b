import GRDB

extension Suite {
    /// The named arguments of statements about a suite.
    var arguments: StatementArguments { ["project": project, "machine": machine, "lane": lane] }

    /// The named arguments of statements about one run.
    func arguments(_ seq: Int64, _ more: StatementArguments = StatementArguments()) -> StatementArguments {
        arguments + ["seq": seq] + more
    }
}
