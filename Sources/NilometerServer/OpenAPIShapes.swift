/// The shapes of values that the API takes and gives, for the OpenAPI document.
///
/// A property is `name:type`; a `?` after the name says that it may be absent or null, `[]` after the type a list.
enum OpenAPIShapes {
    /// The properties of every shape.
    static let all: [String: String] = [
        "Status": "status:string",
        "Document": "",
        "Test": "delivery:string",
        "Problem":
            "type:string title:string status:integer detail:string instance?:string code:string requestId?:string",
        "Project": "slug:string name:string defaultBranch:string createdAt:string alertBudget:number",
        "Rate": """
        rule:string reruns:integer differingReruns:integer equalBinaries:integer changedBinaries:integer alerts:integer \
        invalidAlerts:integer factor:number pointsPerMonth:number level?:number
        """,
        "Rule": """
        benchmark?:string metric?:string machine?:string smallestShare?:number smallestDifference?:number most?:number \
        least?:number unit?:string class?:string better?:string owner?:string ignore?:boolean delivery?:string
        """,
        "Rules": "text?:string commit?:string alertBudget?:number gate:object rules:Rule[]",
        "Warning": "code:string message:string line?:integer",
        "Run": """
        id:string commit:string branch:string machine:string context:object origin:object base?:object receivedAt:string \
        readings:integer warnings:Warning[] swept?:boolean changes?:Change[] verdict?:Comparison
        """,
        "Reading": """
        benchmark:string parameters?:object metric:string unit?:string better?:string estimator?:string value?:number \
        samples?:number[] spread?:object iterations?:integer[] error?:string
        """,
        "Commit": """
        sha:string parent?:string committedAt?:string subject?:string author?:string runs:Run[] changes:Change[]
        """,
        "Series": """
        id:string benchmark:string parameters:object metric:string unit:string better:string machine:string \
        exact:boolean
        """,
        "Points": """
        series:string commits:string[] runs:string[] values:number[] spreads:any[] counts:integer[]
        """,
        "Step": "runs:integer difference?:number share?:number",
        "Detectability": """
        series:Series class:string learning:boolean points:integer level?:number noise?:number steps:Step[]
        """,
        "CommitRange": "from:string to:string",
        "Bridge": """
        series:string from:string commits:integer factor:number interval:number[] coverage:number differences:string[]
        """,
        "Change": """
        id:string series:string benchmark:string parameters:object metric:string machine:string state:string \
        label:string commit:string commitRange:CommitRange before:number after:number difference:number \
        ratio?:number interval?:number[] p?:number causes:string[] owner?:string
        """,
        "ComparisonSide": "asked:string commit?:string branch?:string runs:string[] reason:string distance?:integer",
        "ComparisonRow": """
        series:string benchmark:string parameters:object metric:string unit:string better:string machine:string \
        before?:number after?:number difference?:number ratio?:number interval?:number[] p?:number baseRuns:integer \
        headRuns:integer baseRunIDs:string[] headRunIDs:string[] historyPoints:integer owner?:string \
        smallestEffect?:number runsToSettle?:integer verdict:string reason:string
        """,
        "Comparison": """
        base:ComparisonSide head:ComparisonSide outcome:string verdict:string counts:object gate:object \
        rows:ComparisonRow[] rulesDifference?:string[]
        """,
        "Evidence": "number:integer name:string kind:string bytes:integer",
        "SourcePlace": "file:string line:integer column?:integer",
        "Example": "before:string after:string",
        "ExplainedSite": """
        file:string line:integer function:string expression:string difference?:number share?:number reason:string \
        chain:string[] pattern:string confidence:number fix:string example?:Example cause?:SourcePlace \
        causeReason?:string callers:string[] leaf?:string
        """,
        "Explanation": """
        benchmark:string parameters:object metric:string unit:string machine?:string before?:number after?:number \
        explained?:number evidence:string[] sites:ExplainedSite[] warnings:Warning[]
        """,
        "Explanations": """
        base:ComparisonSide head:ComparisonSide outcome:string baseEvidence:string[] headEvidence:string[] \
        items:Explanation[]
        """,
        "Event": "id:string type:string at:string actor:string",
        "Alert": """
        id:string state:string kind:string commitRange:CommitRange memberCount:integer members:Change[] \
        held?:string summary?:string machine?:string metric?:string seriesCount:integer series:string[] backAt?:string \
        openedAt:string updatedAt:string mutedUntil?:string assignee?:string note?:string mergedInto?:string \
        events?:Event[]
        """,
        "Webhook": "id:string url:string active:boolean createdAt:string oldSecretEndsAt?:string secret?:string",
        "Delivery": """
        id:string event:string type:string state:string attempts:integer dueAt?:string endedAt?:string \
        lastResult?:string
        """,
        "Token": """
        id:string name:string scopes:string[] project?:string createdAt:string expiresAt?:string token?:string trust?:string
        """,
        "TrustRule": """
        id:string name:string provider:string issuer:string audience:string claims:object branch?:string scopes:string[] \
        hasOwnKeys:boolean createdAt:string
        """,
        "ExchangedToken": """
        access_token:string issued_token_type:string token_type:string expires_in:integer scope:string
        """,
    ]

    /// A shape as a JSON schema.
    static func schema(of shape: String) -> JSONValue {
        guard let line = all[shape] else { preconditionFailure("There is no shape \(shape).") }
        var properties: [String: JSONValue] = [:]
        var required: [JSONValue] = []
        for word in line.split(separator: " ") {
            let parts = word.split(separator: ":")
            guard parts.count == 2 else { preconditionFailure("The property \(word) of \(shape) has no type.") }
            let isOptional = parts[0].hasSuffix("?")
            let name = String(isOptional ? parts[0].dropLast() : parts[0])
            properties[name] = type(String(parts[1]), isOptional: isOptional)
            if !isOptional { required.append(.text(name)) }
        }
        guard !properties.isEmpty else { return ["type": "object"] }
        return ["type": "object", "properties": .object(properties), "required": .list(required)]
    }

    /// The schema that refers to a shape, or describes a plain type.
    static func type(_ name: String, isOptional: Bool = false) -> JSONValue {
        if name.hasSuffix("[]") {
            let list = JSONValue.text("array")
            return ["type": isOptional ? [list, "null"] : list, "items": type(String(name.dropLast(2)))]
        }
        if name == "any" { return [:] }
        if name == "Name" { return ["type": "string"] }
        if all[name] != nil { return ["$ref": .text("#/components/schemas/" + name)] }
        return ["type": isOptional ? [.text(name), "null"] : .text(name)]
    }
}
