# SPDX-License-Identifier: GPL-3.0-or-later
# Which names keep two sources from being compiled together (cmake/VitrineJoin.cmake): all that a source keeps to itself, and no other.
# cmake -DMODULE=…/VitrineJoin.cmake -DFOLDER=… -P join_test.cmake
include(${MODULE})

function(expect name source names)
  file(WRITE ${FOLDER}/${name}.cpp "${source}")
  vitrine_names_in(${FOLDER}/${name}.cpp found)
  if(NOT "${found}" STREQUAL "${names}")
    message(FATAL_ERROR "${name}: found '${found}', expected '${names}'")
  endif()
endfunction()

expect(inside "#include <vector>
#define HEIGHT 3
namespace vitrine {
namespace {

constexpr int rows[2] { 1, 2 };
const double width = 1.5;
struct Reader {
    int inner(int value);
};
using Json = int;
[[noreturn]] void refuse(const std::string& text)
{
    local(text);
}
template <typename T> std::vector<T> sorted(std::vector<T> values) { return values; }

} // namespace

int shown(int value) { return value; }
void Reader::read(int value) { }

namespace {

constexpr int later = 4;

} // namespace
} // namespace vitrine
" "HEIGHT;rows;width;Reader;Json;refuse;sorted;later")
expect(public "namespace vitrine {

int shown(int value) { return value; }

} // namespace vitrine
" "")
expect(directive "
using namespace std::chrono_literals;
" "using_namespace")
