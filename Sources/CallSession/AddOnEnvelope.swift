// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import PluginKit

/// What travels on the data channel `plugins`: `{"plugin":ID,"body":…}` (Protocol.md section 6).
enum AddOnEnvelope {
    private struct Envelope: Codable {
        let plugin: String
        let body: Body
    }

    /// Any JSON, of which only the add-on knows what it means.
    private indirect enum Body: Codable {
        case null
        case bool(Bool)
        case number(Double)
        case string(String)
        case array([Body])
        case object([String: Body])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let bool = try? value.decode(Bool.self) {
                self = .bool(bool)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else if let string = try? value.decode(String.self) {
                self = .string(string)
            } else if let array = try? value.decode([Body].self) {
                self = .array(array)
            } else {
                self = .object(try value.decode([String: Body].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .null: try value.encodeNil()
            case .bool(let bool): try value.encode(bool)
            case .number(let number): try value.encode(number)
            case .string(let string): try value.encode(string)
            case .array(let array): try value.encode(array)
            case .object(let object): try value.encode(object)
            }
        }
    }

    /// The same text for the same value.
    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// Puts an add-on's JSON into its envelope; nil for what is no JSON, or too long to travel.
    static func text(_ id: String, body: String) -> String? {
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(body.utf8)),
            let whole = try? encoder.encode(Envelope(plugin: id, body: body)),
            whole.count <= AddOnMessage.byteLimit
        else { return nil }
        return String(decoding: whole, as: UTF8.self)
    }

    /// Takes an add-on's JSON out of a peer's text; nil for what is none.
    static func parse(_ text: String) -> (plugin: String, body: String)? {
        guard text.utf8.count <= AddOnMessage.byteLimit,
            let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(text.utf8)),
            let body = try? encoder.encode(envelope.body)
        else { return nil }
        return (envelope.plugin, String(decoding: body, as: UTF8.self))
    }
}
