# SPDX-License-Identifier: GPL-3.0-or-later
# vitrine_add_test(tst_name SOURCES … LIBRARIES … [TIMEOUT seconds] [NO_KEYWORDS] [NO_MOC] [REFERENCE])
# One Qt Test executable. It runs offscreen, with the C locale changed to one with a decimal comma nowhere assumed.
# It is compiled for a quick build: less optimisation than the programs, moc run once on the first source (not at all with
# NO_MOC), and one precompiled header shared by all tests of a kind.
# REFERENCE: it reads reference values. They lie in tests/reference; the environment variable VITRINE_REFERENCE names another
# set. Where a wider set is known, the test runs a second time as NAME.wide, with that set.
set(VITRINE_REFERENCE "${PROJECT_SOURCE_DIR}/tests/reference" CACHE PATH "Reference values computed by other programs")
set(vitrine_wide_reference "")
if(EXISTS "${PROJECT_SOURCE_DIR}/../shared/reference/models/index.json")
  set(vitrine_wide_reference "${PROJECT_SOURCE_DIR}/../shared/reference")
endif()
set(VITRINE_WIDE_REFERENCE "${vitrine_wide_reference}" CACHE PATH "A wider set of the same format; empty: none")
set(VITRINE_DATA "${PROJECT_SOURCE_DIR}/../shared/data" CACHE PATH "Labelled text; tests skip without it")
set(VITRINE_TIMEOUT_FACTOR 1 CACHE STRING "How much longer a test may take, for builds that run slowly")

# Qt defines the build folder of every test for QFINDTESTDATA, which is not used here. It would make every precompiled header
# of Qt Test differ from folder to folder.
get_target_property(_definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
if(_definitions)
  list(FILTER _definitions EXCLUDE REGEX "QT_TESTCASE")
  set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${_definitions}")
endif()

# Helpers of tests, programs among them, are compiled as the tests are: quickly.
add_library(vitrine_quick_build INTERFACE)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(vitrine_quick_build INTERFACE -O1)
endif()
# What every test is compiled with.
add_library(vitrine_test_options INTERFACE)
target_include_directories(vitrine_test_options INTERFACE ${PROJECT_SOURCE_DIR})
target_link_libraries(vitrine_test_options INTERFACE Qt6::Test vitrine_warnings vitrine_quick_build)
target_compile_definitions(vitrine_test_options INTERFACE
  VITRINE_REFERENCE="${VITRINE_REFERENCE}" VITRINE_DATA="${VITRINE_DATA}" VITRINE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
  VITRINE_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}" VITRINE_TEST_BIN_DIR="${CMAKE_BINARY_DIR}/tests")

# The precompiled headers that tests share: one for what needs no window, one for the window. Tests that see LibTorch
# use that of vitrine_core.
function(vitrine_add_test_headers name)
  cmake_parse_arguments(arg "" "" "LIBRARIES;HEADERS" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp CONTENT "// Carries a precompiled header and nothing else.\n")
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE vitrine_test_options ${arg_LIBRARIES})
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS} <QtTest> <nlohmann/json.hpp> <algorithm> <array> <cmath>
    <filesystem> <fstream> <functional> <limits> <map> <memory> <numeric> <optional> <random> <span> <string> <string_view> <vector>)
endfunction()
vitrine_add_test_headers(vitrine_test_plain LIBRARIES vitrine_contract)
vitrine_add_test_headers(vitrine_test_window LIBRARIES vitrine_ui HEADERS <QtWidgets>)

# Runs moc on a source of the target that ends with #include "its_name.moc".
function(vitrine_add_moc target source)
  get_filename_component(stem ${source} NAME_WE)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_moc)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${folder}/${stem}.moc DEPENDS ${source} VERBATIM COMMENT "moc ${stem}"
    COMMAND Qt6::moc -o ${folder}/${stem}.moc ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  target_sources(${target} PRIVATE ${folder}/${stem}.moc)
  target_include_directories(${target} PRIVATE ${folder})
endfunction()

function(vitrine_add_test name)
  cmake_parse_arguments(arg "NO_KEYWORDS;NO_MOC;REFERENCE" "TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * ${VITRINE_TIMEOUT_FACTOR}")
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE vitrine_test_options ${arg_LIBRARIES})
  if(NOT arg_NO_MOC)
    list(GET arg_SOURCES 0 source)
    vitrine_add_moc(${name} ${source})
  endif()
  if(arg_NO_KEYWORDS) # for files that see both torch and Qt
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
    target_precompile_headers(${name} REUSE_FROM vitrine_core)
  elseif(arg_LIBRARIES MATCHES "vitrine_ui|chart_samples")
    target_precompile_headers(${name} REUSE_FROM vitrine_test_window)
  else()
    target_precompile_headers(${name} REUSE_FROM vitrine_test_plain)
  endif()
  set(environment "QT_QPA_PLATFORM=offscreen;OMP_WAIT_POLICY=passive;QT_LOGGING_RULES=qt.qpa.*=false")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment}")
  if(arg_REFERENCE AND VITRINE_WIDE_REFERENCE)
    add_test(NAME ${name}.wide COMMAND ${name})
    set_tests_properties(${name}.wide PROPERTIES TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment};VITRINE_REFERENCE=${VITRINE_WIDE_REFERENCE}")
  endif()
endfunction()
