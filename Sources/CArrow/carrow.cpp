#include "carrow.h"
#include <arrow/api.h>
#include <parquet/arrow/writer.h>
extern "C" const char *carrow_version(void) { return arrow::GetBuildInfo().version_string.c_str(); }
