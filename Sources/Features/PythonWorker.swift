import Columnar
import Foundation

/// A worker process that hosts the user's function: frames out, frames back (see `python/sluice/protocol.py`).
///
/// A frame is the header's length (u32), the payload's length (u64), both little-endian, the header (JSON) and the payload.
/// Used by one thread at a time.
final class PythonWorker {
  /// What a worker answers to a batch or file.
  struct Answer {
    var header: Header
    var payload: ArrowBytes?
  }

  /// The answer's header; which members are there depends on `kind`.
  struct Header: Decodable {
    var kind: String
    // loaded
    var input: String?
    var form: String?
    var name: String?
    var fingerprint: String?
    var modules: [String]?
    // result
    var rows: Int?
    /// Records without a row, where the function's form tells.
    var dropped: Int?
    /// The function wrote no file.
    var missing: Bool?
    // failed
    var error: String?
    var type: String?
    var message: String?
    var traceback: String?
    var row: Int?
  }

  private let process: PythonProcess
  private let isInterrupted: @Sendable () -> Bool

  init(
    _ python: PythonEnvironment, printed: @escaping @Sendable (String) -> Void,
    isInterrupted: @escaping @Sendable () -> Bool
  ) throws(FeatureError) {
    process = try PythonProcess(
      executable: python.interpreter, arguments: ["-P", "-m", "sluice.worker"], environment: python.environment,
      printed: printed)
    self.isInterrupted = isInterrupted
  }

  func kill() { process.kill() }

  /// Sends one request and waits for its answer, at most `timeout` seconds.
  func ask(
    _ header: [String: any Sendable], payload: [UnsafeRawBufferPointer] = [], timeout: Double?
  ) throws(PythonProcess.Failure) -> Answer {
    let deadline = PythonProcess.Deadline(
      end: timeout.map { .now + .seconds($0) }, isInterrupted: isInterrupted)
    let text = (try? JSONSerialization.data(withJSONObject: header)) ?? Data("{}".utf8)
    var head: [UInt8] = []
    withUnsafeBytes(of: UInt32(text.count).littleEndian) { head += $0 }
    withUnsafeBytes(of: UInt64(payload.reduce(0) { $0 + $1.count }).littleEndian) { head += $0 }
    head += text
    try write(head, by: deadline)
    for piece in payload { try process.write(piece, by: deadline) }

    var sizes: (UInt32, UInt64) = (0, 0)
    sizes.0 = UInt32(littleEndian: try read(UInt32.self, by: deadline))
    sizes.1 = UInt64(littleEndian: try read(UInt64.self, by: deadline))
    var answer = [UInt8](repeating: 0, count: Int(sizes.0))
    try read(into: &answer, by: deadline)
    var body: ArrowBytes?
    if sizes.1 > 0 {
      guard let bytes = try? ArrowBytes(count: Int(sizes.1)) else {
        throw .ended(status: "its answer of \(sizes.1) bytes does not fit into memory; a smaller batch_size may")
      }
      try bytes.withMutableBytes { (target) throws(PythonProcess.Failure) in
        try process.read(into: target, by: deadline)
      }
      body = bytes
    }
    guard let decoded = try? JSONDecoder().decode(Header.self, from: Data(answer)) else {
      throw .ended(status: "its process sent something that is not an answer")
    }
    return Answer(header: decoded, payload: body)
  }

  private func write(_ bytes: [UInt8], by deadline: PythonProcess.Deadline) throws(PythonProcess.Failure) {
    var failure: PythonProcess.Failure?
    bytes.withUnsafeBytes { piece in
      do throws(PythonProcess.Failure) { try process.write(piece, by: deadline) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func read(into bytes: inout [UInt8], by deadline: PythonProcess.Deadline) throws(PythonProcess.Failure) {
    var failure: PythonProcess.Failure?
    bytes.withUnsafeMutableBytes { target in
      do throws(PythonProcess.Failure) { try process.read(into: target, by: deadline) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func read<Value: FixedWidthInteger>(
    _ type: Value.Type, by deadline: PythonProcess.Deadline
  ) throws(PythonProcess.Failure) -> Value {
    var bytes = [UInt8](repeating: 0, count: MemoryLayout<Value>.size)
    try read(into: &bytes, by: deadline)
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
  }
}
