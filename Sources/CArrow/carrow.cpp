#include "carrow.h"

#include <arrow/api.h>
#include <arrow/c/bridge.h>
#include <arrow/compute/cast.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/reader.h>
#include <arrow/ipc/writer.h>
#include <arrow/util/byte_size.h>
#include <arrow/util/compression.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/writer.h>

#include <cstring>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

// The system's allocator: Arrow's own keeps what is freed, and peak memory was a fifth higher with it.
arrow::MemoryPool *pool() { return arrow::system_memory_pool(); }

int fail(const std::string &message, char **error) {
  *error = strdup(message.c_str());
  return 1;
}

// Arrow reports by Status, parquet also by exception: neither may cross into Swift.
template <typename Body> int guarded(char **error, Body body) {
  try {
    arrow::Status status = body();
    return status.ok() ? 0 : fail(status.message(), error);
  } catch (const std::exception &exception) {
    return fail(exception.what(), error);
  }
}

void give(std::shared_ptr<arrow::Buffer> buffer, CArrowBuffer *out) {
  out->data = const_cast<uint8_t *>(buffer->data());
  out->size = buffer->size();
  out->owner = new std::shared_ptr<arrow::Buffer>(std::move(buffer));
}

std::shared_ptr<arrow::Buffer> take(CArrowBuffer *buffer) {
  auto *owner = static_cast<std::shared_ptr<arrow::Buffer> *>(buffer->owner);
  auto taken = *owner;
  delete owner;
  buffer->owner = nullptr;
  return taken;
}

arrow::Result<std::vector<std::shared_ptr<arrow::RecordBatch>>>
importBatches(const std::shared_ptr<arrow::Schema> &schema, ArrowArray *arrays, int64_t count) {
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  for (int64_t i = 0; i < count; i++) {
    ARROW_ASSIGN_OR_RAISE(auto batch, arrow::ImportRecordBatch(&arrays[i], schema));
    batches.push_back(std::move(batch));
  }
  return batches;
}

arrow::Compression::type codecOf(CArrowCodec codec) {
  switch (codec) {
  case CARROW_CODEC_SNAPPY: return arrow::Compression::SNAPPY;
  case CARROW_CODEC_ZSTD: return arrow::Compression::ZSTD;
  case CARROW_CODEC_GZIP: return arrow::Compression::GZIP;
  case CARROW_CODEC_NONE: break;
  }
  return arrow::Compression::UNCOMPRESSED;
}

} // namespace

struct CArrowDecompressor {
  std::unique_ptr<arrow::util::Codec> codec;
  std::shared_ptr<arrow::util::Decompressor> decompressor;
};

extern "C" {

void carrow_free(char *message) { free(message); }

int carrow_buffer_allocate(int64_t size, CArrowBuffer *out, char **error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateBuffer(size, pool()));
    give(std::move(buffer), out);
    return arrow::Status::OK();
  });
}

void carrow_buffer_release(CArrowBuffer *buffer) {
  if (buffer->owner != nullptr) take(buffer);
}

int carrow_parquet_encode(ArrowSchema *schema, ArrowArray *arrays, int64_t count, const CArrowParquetOptions *options,
                          CArrowBuffer *out, char **error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto type, arrow::ImportSchema(schema));
    ARROW_ASSIGN_OR_RAISE(auto batches, importBatches(type, arrays, count));
    ARROW_ASSIGN_OR_RAISE(auto table, arrow::Table::FromRecordBatches(type, batches));
    parquet::WriterProperties::Builder properties;
    properties.memory_pool(pool());
    properties.compression(codecOf(options->codec));
    for (int64_t i = 0; i < options->plain_column_count; i++) properties.disable_dictionary(options->plain_columns[i]);
    // Room for the values as they are: memory that stays untouched costs nothing, growing step by step costs copies.
    ARROW_ASSIGN_OR_RAISE(auto sink,
                          arrow::io::BufferOutputStream::Create(
                                         arrow::util::TotalBufferSize(*table) + (1 << 20), pool()));
    parquet::ArrowWriterProperties::Builder arrowProperties;
    ARROW_ASSIGN_OR_RAISE(auto writer,
                          parquet::arrow::FileWriter::Open(*type, pool(), sink,
                                                           properties.build(), arrowProperties.build()));
    ARROW_RETURN_NOT_OK(writer->WriteTable(*table, std::max<int64_t>(table->num_rows(), 1)));
    ARROW_RETURN_NOT_OK(writer->Close());
    ARROW_ASSIGN_OR_RAISE(auto bytes, sink->Finish());
    give(std::move(bytes), out);
    return arrow::Status::OK();
  });
}

int carrow_parquet_decode(CArrowBuffer *file, int64_t batch_rows, ArrowArrayStream *out, char **error) {
  return guarded(error, [&]() -> arrow::Status {
    auto source = std::make_shared<arrow::io::BufferReader>(take(file));
    parquet::ArrowReaderProperties properties;
    properties.set_batch_size(batch_rows);
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(source));
    builder.properties(properties);
    std::unique_ptr<parquet::arrow::FileReader> reader;
    ARROW_RETURN_NOT_OK(builder.Build(&reader));
    ARROW_ASSIGN_OR_RAISE(auto table, reader->ReadTable());
    auto batches = std::make_shared<arrow::TableBatchReader>(table);
    batches->set_chunksize(batch_rows);
    return arrow::ExportRecordBatchReader(batches, out);
  });
}

int carrow_ipc_encode(ArrowSchema *schema, ArrowArray *arrays, int64_t count, CArrowBuffer *out, char **error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto type, arrow::ImportSchema(schema));
    ARROW_ASSIGN_OR_RAISE(auto batches, importBatches(type, arrays, count));
    int64_t size = 1 << 16;
    for (auto &batch : batches) size += arrow::util::TotalBufferSize(*batch);
    ARROW_ASSIGN_OR_RAISE(auto sink, arrow::io::BufferOutputStream::Create(size, pool()));
    ARROW_ASSIGN_OR_RAISE(auto writer, arrow::ipc::MakeStreamWriter(sink, type));
    for (auto &batch : batches) ARROW_RETURN_NOT_OK(writer->WriteRecordBatch(*batch));
    ARROW_RETURN_NOT_OK(writer->Close());
    ARROW_ASSIGN_OR_RAISE(auto bytes, sink->Finish());
    give(std::move(bytes), out);
    return arrow::Status::OK();
  });
}

int carrow_ipc_decode(CArrowBuffer *stream, ArrowArrayStream *out, char **error) {
  return guarded(error, [&]() -> arrow::Status {
    auto source = std::make_shared<arrow::io::BufferReader>(take(stream));
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchStreamReader::Open(source));
    return arrow::ExportRecordBatchReader(reader, out);
  });
}

int carrow_cast(ArrowSchema *from, ArrowArray *array, ArrowSchema *to, ArrowArray *out, char **error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto batch, arrow::ImportRecordBatch(array, from));
    ARROW_ASSIGN_OR_RAISE(auto wanted, arrow::ImportSchema(to));
    std::vector<std::shared_ptr<arrow::Array>> columns;
    for (auto &field : wanted->fields()) {
      auto column = batch->GetColumnByName(field->name());
      if (column == nullptr || column->type_id() == arrow::Type::NA) {
        ARROW_ASSIGN_OR_RAISE(column, arrow::MakeArrayOfNull(field->type(), batch->num_rows()));
      } else if (!column->type()->Equals(field->type())) {
        auto cast = arrow::compute::Cast(*column, field->type());
        if (!cast.ok()) return cast.status().WithMessage("column `", field->name(), "`: ", cast.status().message());
        column = *cast;
      }
      columns.push_back(std::move(column));
    }
    return arrow::ExportRecordBatch(*arrow::RecordBatch::Make(wanted, batch->num_rows(), columns), out);
  });
}

int carrow_slice(ArrowSchema *schema, ArrowArray *array, int64_t offset, int64_t length, ArrowArray *out,
                 char **error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto batch, arrow::ImportRecordBatch(array, schema));
    return arrow::ExportRecordBatch(*batch->Slice(offset, length), out);
  });
}

int carrow_decompressor_make(CArrowCodec codec, CArrowDecompressor **out, char **error) {
  return guarded(error, [&]() -> arrow::Status {
    auto made = std::make_unique<CArrowDecompressor>();
    ARROW_ASSIGN_OR_RAISE(made->codec, arrow::util::Codec::Create(codecOf(codec)));
    ARROW_ASSIGN_OR_RAISE(made->decompressor, made->codec->MakeDecompressor());
    *out = made.release();
    return arrow::Status::OK();
  });
}

int carrow_decompressor_step(CArrowDecompressor *decompressor, const uint8_t *input, int64_t input_size,
                             uint8_t *output, int64_t output_size, int64_t *consumed, int64_t *produced, bool *finished,
                             char **error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto result,
                          decompressor->decompressor->Decompress(input_size, input, output_size, output));
    *consumed = result.bytes_read;
    *produced = result.bytes_written;
    *finished = decompressor->decompressor->IsFinished();
    return arrow::Status::OK();
  });
}

int carrow_decompressor_reset(CArrowDecompressor *decompressor, char **error) {
  return guarded(error, [&]() -> arrow::Status { return decompressor->decompressor->Reset(); });
}

void carrow_decompressor_release(CArrowDecompressor *decompressor) { delete decompressor; }

void carrow_keep_freed_memory(int arenas) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_ARENA_MAX, arenas);
#endif
}
}
