public import NilometerCore
import NilometerFormats

/// Reads the rules in a text of `nilometer.toml`.
public enum RulesText {
    /// The rules; none where the text cannot be read, which an upload is told of before it is kept.
    public static func rules(in text: String) -> Rules {
        do { return try Declaration(text: text).rules } catch { return Rules() }
    }

    /// Why a text cannot be read, for the run that brought it; nil when it can.
    static func warning(about text: String) -> Warning? {
        do {
            _ = try Declaration(text: text)
            return nil
        } catch {
            return Warning(
                "rules-unreadable",
                "The rules that came with the run could not be read, and those there are hold: \(error.reason)",
                line: error.line
            )
        }
    }
}
