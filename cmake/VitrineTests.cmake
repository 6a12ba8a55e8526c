# SPDX-License-Identifier: GPL-3.0-or-later
# vitrine_add_test(tst_name SOURCES … LIBRARIES … [TIMEOUT seconds] [NO_KEYWORDS] [REFERENCE])
# One Qt Test executable. It runs offscreen, with the C locale changed to one with a decimal comma nowhere assumed.
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

function(vitrine_add_test name)
  cmake_parse_arguments(arg "NO_KEYWORDS;REFERENCE" "TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * ${VITRINE_TIMEOUT_FACTOR}")
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE Qt6::Test vitrine_warnings ${arg_LIBRARIES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE
    VITRINE_REFERENCE="${VITRINE_REFERENCE}" VITRINE_DATA="${VITRINE_DATA}" VITRINE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    VITRINE_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}" VITRINE_TEST_BIN_DIR="${CMAKE_BINARY_DIR}/tests")
  if(arg_NO_KEYWORDS) # for files that see both torch and Qt
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  endif()
  set(environment "QT_QPA_PLATFORM=offscreen;OMP_WAIT_POLICY=passive;QT_LOGGING_RULES=qt.qpa.*=false")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment}")
  if(arg_REFERENCE AND VITRINE_WIDE_REFERENCE)
    add_test(NAME ${name}.wide COMMAND ${name})
    set_tests_properties(${name}.wide PROPERTIES TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment};VITRINE_REFERENCE=${VITRINE_WIDE_REFERENCE}")
  endif()
endfunction()
