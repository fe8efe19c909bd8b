import Glibc

/// What changes when a file is written anew.
struct FileMark: Equatable {
    private var number: UInt
    private var size: Int
    private var seconds: Int
    private var nanoseconds: Int

    /// The mark of a file; nil where there is none.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        number = UInt(facts.st_ino)
        size = Int(facts.st_size)
        seconds = facts.st_mtim.tv_sec
        nanoseconds = facts.st_mtim.tv_nsec
    }
}
