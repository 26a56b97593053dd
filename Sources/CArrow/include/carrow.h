// What Sluice calls of Arrow C++ (libarrow, libparquet), as C functions over the Arrow C Data Interface
// (https://arrow.apache.org/docs/format/CDataInterface.html). No logic: each function is one library call.
//
// A function that can fail returns 0, or another number after setting *error to a message that carrow_free frees.
// `schema` and `arrays` handed in are consumed (released), whether the call succeeds or not.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};
#endif

// Bytes in Arrow's own memory.
struct CArrowBuffer {
  uint8_t *data;
  int64_t size;
  void *owner;
};

enum CArrowCodec { CARROW_CODEC_NONE = 0, CARROW_CODEC_SNAPPY = 1, CARROW_CODEC_ZSTD = 2, CARROW_CODEC_GZIP = 3 };

struct CArrowParquetOptions {
  enum CArrowCodec codec;
  // Dotted paths of leaf columns to be written without a dictionary.
  const char *const *plain_columns;
  int64_t plain_column_count;
};

void carrow_free(char *message);

int carrow_buffer_allocate(int64_t size, struct CArrowBuffer *out, char **error);
void carrow_buffer_release(struct CArrowBuffer *buffer);

// Struct arrays of one schema → the bytes of a Parquet file with all their rows in one row group.
int carrow_parquet_encode(struct ArrowSchema *schema, struct ArrowArray *arrays, int64_t count,
                          const struct CArrowParquetOptions *options, struct CArrowBuffer *out, char **error);

// The bytes of a Parquet file → its record batches, at most `batch_rows` rows each. Consumes `file`.
int carrow_parquet_decode(struct CArrowBuffer *file, int64_t batch_rows, struct ArrowArrayStream *out, char **error);

// Struct arrays of one schema → an Arrow IPC stream.
int carrow_ipc_encode(struct ArrowSchema *schema, struct ArrowArray *arrays, int64_t count, struct CArrowBuffer *out,
                      char **error);

// An Arrow IPC stream → its record batches, without copying. Consumes `stream`.
int carrow_ipc_decode(struct CArrowBuffer *stream, struct ArrowArrayStream *out, char **error);

// Casts a struct array to another schema: columns by name, missing ones null, values changed only if nothing is lost.
int carrow_cast(struct ArrowSchema *from, struct ArrowArray *array, struct ArrowSchema *to, struct ArrowArray *out,
                char **error);

// Rows `offset ..< offset + length` of a struct array, sharing its memory.
int carrow_slice(struct ArrowSchema *schema, struct ArrowArray *array, int64_t offset, int64_t length,
                 struct ArrowArray *out, char **error);

// Streaming decompression.
struct CArrowDecompressor;
int carrow_decompressor_make(enum CArrowCodec codec, struct CArrowDecompressor **out, char **error);
int carrow_decompressor_step(struct CArrowDecompressor *decompressor, const uint8_t *input, int64_t input_size,
                             uint8_t *output, int64_t output_size, int64_t *consumed, int64_t *produced, bool *finished,
                             char **error);
int carrow_decompressor_reset(struct CArrowDecompressor *decompressor, char **error);
void carrow_decompressor_release(struct CArrowDecompressor *decompressor);

// Lets the C library keep large blocks that are freed, for the next that are asked for. `arenas` bounds how many threads
// allocate without waiting for each other. Does nothing where the C library has no such setting.
void carrow_keep_freed_memory(int arenas);

#ifdef __cplusplus
}
#endif
