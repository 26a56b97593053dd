import Glibc

extension StorageError {
  /// What a failed system call meant to do; decides the code of errors that do not name one themselves.
  enum Intent {
    case read, write, list, delete

    var verb: String {
      switch self {
      case .read: "read"
      case .write: "written"
      case .list: "listed"
      case .delete: "deleted"
      }
    }

    var code: Code {
      switch self {
      case .read, .list: .unreadable
      case .write, .delete: .unwritable
      }
    }
  }

  /// The error for `number`, which a system call left in `errno`.
  init(errno number: Int32, path: String, while intent: Intent) {
    switch number {
    case ENOENT:
      self.init(.notFound, path: path, message: "does not exist; check the path")
    case ENOTDIR:
      self.init(
        intent.code, path: path, message: "a file stands where one of its folders should be; rename or move that file")
    case EISDIR:
      self.init(.isADirectory, path: path, message: "is a folder where a file was expected")
    case EACCES, EPERM:
      self.init(
        .permissionDenied, path: path,
        message:
          "may not be \(intent.verb) by this user; change the permissions of it or of its folder, or run as its owner")
    case EROFS:
      self.init(
        .permissionDenied, path: path,
        message: "lies on a file system that is mounted read-only; remount it, or point the warehouse elsewhere")
    case ENOSPC:
      self.init(
        .noSpace, path: path, message: "the disk is full; free some space there or point the warehouse at another disk")
    case EDQUOT:
      self.init(
        .noSpace, path: path, message: "this user's disk quota is used up; free some space or have the quota raised")
    case EFBIG:
      self.init(.noSpace, path: path, message: "grew past the largest file allowed here; raise `ulimit -f`")
    case EMFILE, ENFILE:
      self.init(intent.code, path: path, message: "could not be opened: too many open files; raise `ulimit -n`")
    case ENAMETOOLONG:
      self.init(intent.code, path: path, message: "the name is too long for this file system; shorten it")
    case ELOOP:
      self.init(intent.code, path: path, message: "its symbolic links go round in a circle; remove one of them")
    case EIO:
      self.init(
        intent.code, path: path,
        message: "the device failed (input/output error); look at the kernel's log and the disk")
    default:
      self.init(
        intent.code, path: path, message: "could not be \(intent.verb): \(String(cString: strerror(number)))")
    }
  }
}
