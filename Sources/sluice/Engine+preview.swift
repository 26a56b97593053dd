import Configuration
import Foundation
import Pipeline
import Terminal

extension Engine {
  /// Calls the feature function on a few records. `output` gets the lines that it prints.
  static func previewTable(
    _ request: PreviewRequest, output: @escaping @Sendable (String) -> Void
  ) throws -> Preview {
    throw EngineError(status: .failed, message: "preview is not built in yet")
  }
}
