import HTTPTypes
import NilometerCore

/// Makes the OpenAPI 3.1 document from the table of routes.
enum OpenAPI {
    /// The document.
    ///
    /// - Parameter server: the address that people reach this server at.
    /// - Returns: OpenAPI 3.1 as a JSON value.
    static func document(server: String) -> JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for route in Routes.all {
            paths[route.path, default: [:]][route.method.rawValue.lowercased()] = operation(route)
        }
        let shapes = Dictionary(uniqueKeysWithValues: OpenAPIShapes.all.keys.map { ($0, OpenAPIShapes.schema(of: $0)) })
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Nilometer", "version": "1",
                "description": "Keeps the level of every benchmark, and tells when one moves.",
            ],
            "servers": [["url": .text(server)]],
            "paths": .object(paths.mapValues { .object($0) }),
            "components": [
                "schemas": .object(shapes),
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer", "description": "nlm_…"]],
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSONValue {
        var operation: [String: JSONValue] = [
            "operationId": .text(route.id),
            "summary": .text(route.summary),
            "parameters": .list(parameters(route)),
            "responses": .object(["\(route.status)": answer(route), "default": problem]),
        ]
        if let scope = route.scope {
            operation["security"] = [["token": []]]
            operation["description"] = .text("Needs the scope \(scope.rawValue); admin implies it.")
        }
        if let body = route.body { operation["requestBody"] = requestBody(body) }
        return .object(operation)
    }

    private static func parameters(_ route: Route) -> [JSONValue] {
        let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        let inPath: [JSONValue] = names.map { name in
            ["name": .text(name), "in": "path", "required": true, "schema": ["type": "string"]]
        }
        return inPath
            + route.query.map { parameter in
                [
                    "name": .text(parameter.name), "in": "query", "required": .truth(parameter.isRequired),
                    "description": .text(parameter.summary), "schema": ["type": "string"],
                ]
            }
    }

    private static func answer(_ route: Route) -> JSONValue {
        switch route.answer {
        case .none: return ["description": "Done."]
        case .one(let shape): return content("application/json", OpenAPIShapes.type(shape))
        case .list(let shape):
            let items: JSONValue = ["type": "array", "items": OpenAPIShapes.type(shape)]
            return content(
                "application/json",
                [
                    "type": "object", "properties": ["items": items, "next": ["type": ["string", "null"]]],
                    "required": ["items", "next"],
                ]
            )
        case .bytes(let type): return content(type, [:])
        }
    }

    private static var problem: JSONValue {
        content("application/problem+json", OpenAPIShapes.type("Problem"), "A problem of RFC 9457.")
    }

    private static func requestBody(_ body: Route.Body) -> JSONValue {
        switch body {
        case .upload:
            return [
                "required": true,
                "content": [
                    "application/json": ["schema": ["type": "object"]], "text/plain": ["schema": ["type": "string"]],
                ],
            ]
        case .object(let keys, let required):
            let properties = Dictionary(uniqueKeysWithValues: keys.map { ($0, JSONValue.object([:])) })
            return [
                "required": true,
                "content": [
                    "application/json": [
                        "schema": [
                            "type": "object", "properties": .object(properties), "additionalProperties": false,
                            "required": .list(keys.prefix(required).map { .text($0) }),
                        ]
                    ]
                ],
            ]
        }
    }

    private static func content(_ type: String, _ schema: JSONValue, _ summary: String = "The answer.") -> JSONValue {
        .object([
            "description": .text(summary), "content": .object([type: ["schema": schema]]),
        ])
    }
}
