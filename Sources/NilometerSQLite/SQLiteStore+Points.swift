import GRDB
public import NilometerCore

extension SQLiteStore {
    /// The points of several series along a line.
    public func points(
        of series: [String],
        in project: String,
        along line: CommitLine
    ) async throws -> [String: [Point]] {
        let (known, mark) = await memory.project(project)
        let found = try await read { db -> (points: [String: [Point]], known: ReaderMemory.Project)? in
            guard let id = try Self.projectID(project, db) else { return nil }
            var reader = try PointReader(project: id, line: line, known: known, db: db)
            return (try reader.points(of: series), reader.known)
        }
        guard let found else { return [:] }
        await memory.remember(found.known, of: project, mark: mark)
        return found.points
    }

    /// The points of several series that follow what is kept of them.
    public func tails(
        of series: [String],
        in project: String,
        branch: String,
        all: Bool
    ) async throws -> [String: SeriesTail] {
        let (known, mark) = await memory.project(project)
        let found = try await read { db -> (tails: [String: SeriesTail], known: ReaderMemory.Project)? in
            guard let id = try Self.projectID(project, db) else { return nil }
            var reader = try PointReader(project: id, line: CommitLine(branch: branch), known: known, db: db)
            return (try reader.tails(of: series, all: all), reader.known)
        }
        guard let found else { return [:] }
        await memory.remember(found.known, of: project, mark: mark)
        return found.tails
    }

    /// The samples of some runs in some series, by series and run.
    public func samples(in project: String, of wanted: [String: [String]]) async throws -> [String: [String: [Double]]]
    {
        let (known, _) = await memory.project(project)
        return try await read { db in
            guard let id = try Self.projectID(project, db) else { return [:] }
            var known = known
            var found: [String: [String: [Double]]] = [:]
            for (run, series) in wanted {
                guard let place = try Self.place(of: run, id, db) else { continue }
                let layout = try known.layout(place.layout, of: place.suite, db)
                let record = try Self.record(of: place, db)
                for name in series {
                    let number = try db.number(
                        "SELECT series_id FROM series WHERE project_id = :project AND public_id = :id",
                        ["project": id, "id": name]
                    )
                    guard let number, let index = layout.places[number], record.entries.indices.contains(index) else {
                        continue
                    }
                    found[name, default: [:]][run] = record.entries[index].samples
                }
            }
            return found
        }
    }
}
