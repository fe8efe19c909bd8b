import ArgumentParser

/// What an upload says of its place, and of the form of its results.
struct UploadOptions: ParsableArguments {
    @OptionGroup var place: PlaceOptions
    @Option(help: "The format's id; recognised by content when absent.")
    var format: String?

    /// The machine's name, where a flag gives it.
    var machine: String? { place.machine }
}
