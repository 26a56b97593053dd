/// Why the footer of a Parquet file could not be read, or why footers could not be joined.
public struct ParquetFooterError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// No Parquet file: a magic is missing or the file is too short.
    case notParquet
    /// The footer's bytes do not follow the Thrift compact protocol or parquet.thrift.
    case malformed
    /// Well-formed, but with a feature that cannot be moved to another place in a file, such as encryption.
    case unsupported
    /// The pieces cannot be one file: their schemas differ or their bytes overlap.
    case mismatch
  }

  public var code: Code
  /// What went wrong, where, and how to mend it.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }

  static func malformed(_ what: String) -> ParquetFooterError {
    ParquetFooterError(.malformed, "damaged Parquet footer: \(what); write the file again")
  }
}
