/// What one commit changed: the file `_delta_log/<version>.json`, an action a line.
public struct LogEntry: Sendable, Hashable {
  public var version: Int
  public var actions: [LogAction]

  init(version: Int, actions: [LogAction]) {
    self.version = version
    self.actions = actions
  }

  /// - Parameter bytes: the whole file.
  init(version: Int, parsing bytes: [UInt8]) throws(TableError) {
    self.version = version
    actions = []
    var lines: [(number: Int, value: JSONValue)] = []
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      do {
        lines.append((number, try JSONParser.parse(line)))
      } catch {
        throw TableError(
          .corrupt, message: "line \(number) of \(Self.path(of: version)) is not JSON (at its byte \(error.offset))")
      }
    }
    // Features that Sluice does not know are named before their traces in other actions are stumbled over.
    for line in lines {
      if let asked = line.value["protocol"].flatMap(TableProtocol.init) { try asked.checkReadable() }
    }
    for line in lines {
      do {
        actions.append(try LogAction(line.value))
      } catch {
        throw TableError(error.code, message: "\(error.message) (line \(line.number) of \(Self.path(of: version)))")
      }
    }
  }

  public var info: CommitInfo? {
    for case .commitInfo(let info) in actions { return info }
    return nil
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for action in actions {
      guard let json = action.json else { continue }
      json.write(to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// `00000000000000000007.json`
  static func name(of version: Int) -> String { "\(digits(version)).json" }

  /// A version as the names of the log's files begin.
  static func digits(_ version: Int) -> String {
    let digits = String(version)
    return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
  }

  static func path(of version: Int) -> String { "\(folder)\(name(of: version))" }

  static let folder = "_delta_log/"
}
