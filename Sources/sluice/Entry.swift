import ArgumentParser
import Columnar
import Configuration
import Foundation
import Table
import Terminal

/// Runs the command and turns errors into exit codes, which ArgumentParser would number otherwise.
@main
enum Entry {
  static func main() {
    ColumnMemory.reuse()
    do {
      var command = try Sluice.parseAsRoot()
      try command.run()
    } catch {
      exit(report(error).rawValue)
    }
  }

  private static func report(_ error: any Error) -> ExitStatus {
    let console = Console.standard()
    switch error {
    case let status as ExitStatus: return status
    case let error as EngineError:
      console.error("\(error)\n")
      return error.status
    case let error as TableError:
      console.error("\(error)\n")
      return ExitStatus(error)
    case let error as ConfigurationError:
      console.error("\(error)\n")
      return .usage
    default: break
    }
    let code = Sluice.exitCode(for: error)
    let message = Sluice.fullMessage(for: error)
    // Asking for help is no error.
    (code.isSuccess ? console.out : console.error)(message.isEmpty ? "" : message + "\n")
    if code.isSuccess { return .done }
    return code == .validationFailure ? .usage : .failed
  }
}
