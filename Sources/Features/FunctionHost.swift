import Columnar
import Foundation

/// One worker process with the user's function loaded, started again when it has died.
///
/// Used by one thread at a time; kept for the whole run, so that imports and object building happen once.
public final class FunctionHost {
  public let function: PythonFunction
  private let python: PythonEnvironment
  private let printed: @Sendable (String) -> Void
  private let isInterrupted: @Sendable () -> Bool
  private var worker: PythonWorker?
  private var known: LoadedFunction?

  /// - Parameter printed: called with each line that the function prints or logs, from any thread.
  public init(
    _ function: PythonFunction, python: PythonEnvironment, printed: @escaping @Sendable (String) -> Void,
    isInterrupted: @escaping @Sendable () -> Bool
  ) {
    self.function = function
    self.python = python
    self.printed = printed
    self.isInterrupted = isInterrupted
  }

  /// Starts the process and loads the function, unless both are done.
  @discardableResult
  public func load() throws(FeatureError) -> LoadedFunction {
    if worker != nil, let known { return known }
    let started = try PythonWorker(python, printed: printed, isInterrupted: isInterrupted)
    var request: [String: any Sendable] = ["kind": "load", "project": function.project, "features": function.name]
    if let input = function.input { request["input"] = input }
    let answer: PythonWorker.Answer
    do throws(PythonProcess.Failure) {
      answer = try started.ask(request, timeout: nil)
    } catch {
      guard case .ended(let status) = error else { throw FeatureError(.interrupted, "interrupted") }
      throw FeatureError(
        .load,
        "\(function.name) could not be loaded with \(python.interpreter): \(status); is pyarrow installed there? Name another Python with `python:` in sluice.yaml"
      )
    }
    let header = answer.header
    guard header.kind == "loaded", let input = header.input.flatMap(LoadedFunction.Input.init) else {
      throw FeatureError(
        .load, header.message ?? "\(function.name) could not be loaded", traceback: header.traceback)
    }
    let loaded = LoadedFunction(
      input: input, form: header.form ?? "", name: header.name ?? function.name,
      fingerprint: header.fingerprint ?? "", modules: header.modules ?? [])
    if let known, known.fingerprint != loaded.fingerprint {
      throw FeatureError(.load, "\(function.name) changed while the run was under way; run again")
    }
    worker = started
    known = loaded
    return loaded
  }

  /// Why an attempt on some records gave no rows.
  struct Failure {
    var code: FeatureError.Code
    var message: String
    var traceback: String?
    /// Which of the records, from 0, where the function can tell.
    var row: Int?
  }

  enum Attempt {
    case rows([RecordBatch], PythonWorker.Header)
    case failed(Failure)
  }

  /// Calls the function once.
  /// - Throws: only what is not the records' fault: an interruption, a function that no longer loads.
  func attempt(
    _ request: [String: any Sendable], payload: [UnsafeRawBufferPointer], timeout: Double?
  ) throws(FeatureError) -> Attempt {
    try load()
    guard let worker else { throw FeatureError(.load, "no worker process") }
    let answer: PythonWorker.Answer
    do throws(PythonProcess.Failure) {
      answer = try worker.ask(request, payload: payload, timeout: timeout)
    } catch {
      worker.kill()
      self.worker = nil
      switch error {
      case .interrupted: throw FeatureError(.interrupted, "interrupted")
      case .ended(let status): return .failed(Failure(code: .crashed, message: status))
      case .timedOut:
        return .failed(
          Failure(
            code: .timedOut, message: "it did not finish within \(Self.seconds(timeout)); --timeout sets the limit"))
      }
    }
    let header = answer.header
    guard header.kind == "result" else {
      let code: FeatureError.Code =
        switch header.error {
        case "memory": .outOfMemory
        case "result": .result
        case "load": .load
        default: .raised
        }
      let message = [header.type, header.message].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
      return .failed(Failure(code: code, message: message, traceback: header.traceback, row: header.row))
    }
    // A script that writes no file where it has no rows drops the records, which the summary counts.
    if header.missing == true { return .rows([], header) }
    guard let payload = answer.payload else {
      return .failed(Failure(code: .result, message: "the worker process sent no rows"))
    }
    do {
      let batches = try RecordBatch.decodeIPC(payload).batches.filter { $0.rowCount > 0 }
      guard batches.reduce(0, { $0 + $1.rowCount }) == header.rows ?? 0 else {
        return .failed(Failure(code: .result, message: "it returned rows without columns; name at least one"))
      }
      return .rows(batches, header)
    } catch {
      return .failed(Failure(code: .result, message: error.message))
    }
  }

  private static func seconds(_ value: Double?) -> String {
    guard let value else { return "the limit" }
    return value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
  }
}
