import CArrow
import Foundation

/// The memory that columns and row groups live in.
public enum ColumnMemory {
  /// Keeps large blocks for reuse, process-wide; called once, before the first.
  ///
  /// Batches take some tens of megabytes each, again and again. By default the C library gives such blocks back to the
  /// system at once and fetches them anew, cleared page by page, which took a tenth of a run's time.
  public static func reuse() {
    carrow_keep_freed_memory(Int32(max(1, ProcessInfo.processInfo.activeProcessorCount / 2)))
  }
}
