// SPDX-License-Identifier: GPL-3.0-or-later
// The machine that reads pickles: what it knows, what it refuses, and that a file cannot make it run out of anything.
#include "core/io/pickle/pickle.h"
#include "core/io/pickle/torch_checkpoint.h"
#include "tests/io/pickle_builder.h"
#include "tests/io/refusal_of.h"
#include "tests/io/small_stack.h"

#include <QTest>

using namespace vitrine;

namespace {

const QByteArray start("\x80\x02");
const QByteArray none("N"), mark("("), stop(".");

std::string_view viewOf(const QByteArray& bytes) { return { bytes.constData(), std::size_t(bytes.size()) }; }

StateDict read(const QByteArray& bytes)
{
    TorchObjects objects("file", TorchLayout::Zip);
    return readStateDict(unpickle(viewOf(bytes), "file", objects), objects, "file");
}

// The root alone, of a pickle that need not hold weights.
PickleValue root(const QByteArray& bytes)
{
    TorchObjects objects("file", TorchLayout::Zip);
    return unpickle(viewOf(bytes), "file", objects).root;
}

QString refused(const QByteArray& bytes)
{
    return refusalOf([&] { read(bytes); });
}

const QByteArray store = pickle::storage("0", 12);

QByteArray oneTensor(const QByteArray& value) { return pickle::dict({ { "a", value } }); }

QByteArray view(qint64 offset, const std::vector<qint64>& shape, const std::vector<qint64>& strides)
{
    return oneTensor(pickle::tensor(store, offset, shape, strides));
}

QByteArray call(const char* function, const std::vector<QByteArray>& arguments)
{
    return pickle::global("torch._utils", function) + pickle::tuple(arguments) + 'R';
}

QByteArray plainTensor() { return pickle::tensor(store, 6, { 2, 3 }, { 3, 1 }); }

// A sentence about a pickle that says nothing else to do.
QString withNextStep(const QString& sentence)
{
    const bool complete = sentence.contains(';') || !sentence.contains(QStringLiteral(": its pickle "));
    return complete ? sentence : sentence + QString::fromUtf8(pickleNextStep);
}

} // namespace

class UnpicklerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hearsCancel();
    void readsTensors();
    void readsEveryWayOfRebuilding_data();
    void readsEveryWayOfRebuilding();
    void readsNumbers_data();
    void readsNumbers();
    void recallsFromTheMemo();
    void dropsAttributesOfTheDict();
    void unwrapsTrainingCheckpoints();
    void refusesPrograms_data();
    void refusesPrograms();
    void refusesMistakes_data();
    void refusesMistakes();
    void refusesObjects_data();
    void refusesObjects();
    void knowsEveryByte();
    void tellsEveryCut();
    void survivesEveryFlippedBit();
    void needsNoStackForDepth_data();
    void needsNoStackForDepth();
    void limitsEveryCount_data();
    void limitsEveryCount();
};

void UnpicklerTest::readsTensors()
{
    const StateDict state = read(pickle::dict(
        { { "b", plainTensor() }, { "epoch", pickle::integer(3) }, { "a", pickle::tensor(store, 0, {}, {}) } }));
    QCOMPARE(state.entries.size(), std::size_t(2));
    QCOMPARE(state.entries[0].name, std::string("a"));
    QVERIFY(state.entries[0].shape.empty());
    QCOMPARE(state.entries[1].shape, (std::vector<std::int64_t> { 2, 3 }));
    QCOMPARE(state.entries[1].bytes, std::uint64_t(24));
    QCOMPARE(state.views[1].offset, std::int64_t(6));
    QCOMPARE(state.views[1].storage, state.views[0].storage);
    QCOMPARE(state.warnings, std::vector<std::string> { "file: values that are no tensors were left alone (1)." });
}

void UnpicklerTest::readsEveryWayOfRebuilding_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("dtype");
    const QByteArray zero = pickle::integer(0), two = pickle::integers({ 2 }), one = pickle::integers({ 1 }),
                     hooks = pickle::orderedDict();
    const QByteArray untyped
        = pickle::tuple({ pickle::text("storage"), pickle::global("torch.storage", "UntypedStorage"), pickle::text("1"),
              pickle::text("cpu"), pickle::integer(4) })
        + 'Q';
    QTest::newRow("first") << call("_rebuild_tensor", { store, zero, two, one }) << "F32";
    QTest::newRow("second") << call("_rebuild_tensor_v2", { store, zero, two, one, "\x89", hooks }) << "F32";
    QTest::newRow("second with metadata")
        << call("_rebuild_tensor_v2", { store, zero, two, one, "\x88", hooks, "N" }) << "F32";
    QTest::newRow("third") << call(
        "_rebuild_tensor_v3", { untyped, zero, two, one, "\x89", hooks, pickle::global("torch", "uint16") })
                           << "U16";
    QTest::newRow("float8") << call(
        "_rebuild_tensor_v3", { untyped, zero, two, one, "\x89", hooks, pickle::global("torch", "float8_e4m3fn") })
                            << "F8_E4M3";
    QTest::newRow("parameter") << call("_rebuild_parameter", { pickle::tensor(store, 0, { 2 }, { 1 }), "\x88", hooks })
                               << "F32";
    for (const auto& [type, dtype] : { std::pair("DoubleStorage", "F64"), { "HalfStorage", "F16" },
             { "BFloat16Storage", "BF16" }, { "LongStorage", "I64" }, { "IntStorage", "I32" },
             { "ShortStorage", "I16" }, { "CharStorage", "I8" }, { "ByteStorage", "U8" }, { "BoolStorage", "BOOL" } })
        QTest::newRow(type) << pickle::tensor(pickle::storage("0", 2, type), 0, { 2 }, { 1 }) << dtype;
}

void UnpicklerTest::readsEveryWayOfRebuilding()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, dtype);
    const StateDict state = read(oneTensor(value));
    QCOMPARE(state.entries.size(), std::size_t(1));
    QCOMPARE(QString::fromStdString(state.entries[0].dtypeText), dtype);
    QCOMPARE(state.entries[0].shape, std::vector<std::int64_t> { 2 });
}

void UnpicklerTest::readsNumbers_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<qint64>("number");
    QTest::newRow("BININT1") << QByteArray("K\xFF") << qint64(255);
    QTest::newRow("BININT2") << QByteArray("M\xFF\xFF") << qint64(65535);
    QTest::newRow("BININT") << QByteArray("J\xFE\xFF\xFF\xFF") << qint64(-2);
    QTest::newRow("LONG1 of no bytes") << QByteArray("\x8A\0", 2) << qint64(0);
    QTest::newRow("LONG1 of one byte") << QByteArray("\x8A\x01\xFF") << qint64(-1);
    QTest::newRow("LONG1 of five bytes") << QByteArray("\x8A\x05\0\0\0\x80\0", 7) << qint64(2147483648);
    QTest::newRow("LONG1 of eight bytes")
        << QByteArray("\x8A\x08\0\0\0\0\0\0\0\x80", 10) << std::numeric_limits<qint64>::min();
}

void UnpicklerTest::readsNumbers()
{
    QFETCH(QByteArray, code);
    QFETCH(qint64, number);
    const PickleValue value = root(start + code + stop);
    QCOMPARE(value.kind, PickleKind::Integer);
    QCOMPARE(qint64(value.number), number);
}

void UnpicklerTest::recallsFromTheMemo()
{
    const QByteArray bytes = start + mark + QByteArray("K\x07q\0K\x08q\1h\0h\1t.", 14);
    TorchObjects objects("file", TorchLayout::Zip);
    const Unpickled result = unpickle(viewOf(bytes), "file", objects);
    std::vector<std::int64_t> numbers;
    for (const PickleValue& item : result.heap.items(result.root))
        numbers.push_back(item.number);
    QCOMPARE(numbers, (std::vector<std::int64_t> { 7, 8, 7, 8 }));
    QCOMPARE(result.bytes, std::size_t(bytes.size()));
}

void UnpicklerTest::dropsAttributesOfTheDict()
{
    QByteArray bytes = oneTensor(plainTensor());
    bytes.insert(bytes.size() - 1, "}" + pickle::text("_metadata") + pickle::orderedDict() + "sb");
    QCOMPARE(read(bytes).entries.size(), std::size_t(1));
}

void UnpicklerTest::unwrapsTrainingCheckpoints()
{
    const QByteArray inner = oneTensor(plainTensor()).mid(2).chopped(1);
    for (const char* key : { "state_dict", "model" }) {
        const StateDict state = read(pickle::dict({ { "epoch", pickle::integer(3) }, { key, inner } }));
        QCOMPARE(state.entries.size(), std::size_t(1));
        QCOMPARE(
            state.warnings[0], std::string("file: is a checkpoint of a training run; only its weights were read."));
    }
    QVERIFY(refused(pickle::dict({ { "weights", inner } })).contains(QStringLiteral("holds no tensors by name")));
}

void UnpicklerTest::refusesPrograms_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QByteArray& module, const QByteArray& function, const char* sentence) {
        QTest::newRow(name) << start + pickle::global(module, function)
                + pickle::tuple({ pickle::text("touch marker") })
                + "R." << QString::fromUtf8(sentence);
    };
    const char* runs
        = "contains a program: the file wants to run `%1`, which is never done; get the weights as safetensors";
    for (const auto& [module, function] :
        { std::pair("posix", "system"), { "__builtin__", "eval" }, { "builtins", "getattr" }, { "torch", "load" },
            { "torch._utils", "_rebuild_tensor_v2 " }, { "collections", "OrderedDict\r" },
            { "torch.storage", "_load_from_bytes" }, { "torch", "FloatStorage.dtype" } })
        row(function, module, function,
            qPrintable(QString::fromUtf8(runs).arg(
                QString(QString::fromUtf8(module) + '.' + QString::fromUtf8(function)).replace('\r', "<U+000D>"))));
    row("escape", "a\x1B[2J", "b\xFF",
        qPrintable(QString::fromUtf8(runs).arg(QString::fromUtf8("a<U+001B>[2J.b\uFFFD"))));
    row("quantised", "torch._utils", "_rebuild_qtensor",
        "holds quantised weights, which are not computed with (`torch._utils._rebuild_qtensor`); save the weights "
        "alone, as safetensors");
    row("complex", "torch", "ComplexFloatStorage",
        "holds complex weights, which are not computed with (`torch.ComplexFloatStorage`); save the weights alone, as "
        "safetensors");
    row("NumPy", "numpy.core.multiarray", "scalar",
        "holds NumPy values beside weights, as a checkpoint of a training run does (`numpy.core.multiarray.scalar`); "
        "save the weights "
        "alone, as safetensors");
    row("arguments", "transformers.training_args", "TrainingArguments",
        "holds training arguments, not weights (`transformers.training_args.TrainingArguments`); save the weights "
        "alone, as safetensors");
    row("module", "torch.nn.modules.linear", "Linear",
        "holds a whole PyTorch module with its code, not only weights (`torch.nn.modules.linear.Linear`); save the "
        "weights alone, as "
        "safetensors");
}

void UnpicklerTest::refusesPrograms()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    QCOMPARE(refused(bytes), QStringLiteral("contains-program: file: ") + sentence);
}

void UnpicklerTest::refusesMistakes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QByteArray& code, const char* sentence) {
        QTest::newRow(name) << start + code + stop << QString::fromUtf8(sentence);
    };
    const QByteArray key = pickle::text("k");
    row("SETITEM on a tuple", ")" + key + "Ns",
        "malformed-file: file: its pickle adds items to something that holds none (byte 10)");
    row("SETITEMS on a list", "](" + key + "Nu",
        "malformed-file: file: its pickle adds items to something that holds none (byte 11)");
    row("SETITEM on a number", "K\1" + key + "Ns",
        "malformed-file: file: its pickle adds items to something that holds none (byte 11)");
    row("APPEND on a dict", "}Na", "malformed-file: file: its pickle adds items to something that holds none (byte 4)");
    row("key that is no text", "}NNs", "malformed-file: file: its pickle has a key that is no text (byte 5)");
    row("key without value", "}(" + key + "u", "malformed-file: file: its pickle has a key without a value (byte 10)");
    row("BUILD on a list", "]}b",
        "malformed-file: file: its pickle sets attributes of something that has none (byte 4)");
    row("call of a number", "K\1)R", "malformed-file: file: its pickle calls something that is no function (byte 5)");
    row("empty stack", "R", "malformed-file: file: its pickle uses a value that is not there (byte 2)");
    row("below the mark", "NN(R", "malformed-file: file: its pickle uses a value that is not there (byte 5)");
    row("no mark", "Nt", "malformed-file: file: its pickle uses a mark that is not there (byte 3)");
    row("memo", "h\5", "malformed-file: file: its pickle asks for value 5 of its memo, which has 0 (byte 2)");
    row("memo with a hole", "Nq\1", "malformed-file: file: its pickle remembers value 1 before value 0 (byte 3)");
    row("huge memo", "Nr\xFF\xFF\xFF\xFF",
        "too-large: file: its pickle has too many remembered values, at most 1000000 are read (byte 3)");
    row("two values", "NN", "malformed-file: file: its pickle ends with 2 values where one belongs (byte 4)");
    row("open mark", "N(", "malformed-file: file: its pickle ends with 1 values where one belongs (byte 4)");
    row("long text", "X\xFF\xFF\xFF\x7F",
        "too-large: file: its pickle has a text of 2147483647 bytes, at most 65536 are read (byte 2)");
    row("bad text", pickle::text("\xFF"), "bad-encoding: file: its pickle has a text that is not UTF-8 (byte 2)");
    row("long number", "\x8A\x0A" + QByteArray(10, 'x'),
        "malformed-file: file: its pickle has a number of 10 bytes, at most 8 are read (byte 2)");
    row("no instruction", "\x7F", "malformed-file: file: its pickle has a byte that is no instruction (127) (byte 2)");
    row("protocol twice", "\x80\4N",
        "malformed-file: file: is written in pickle protocol 4, only protocol 2 is read; save the weights as "
        "safetensors");
    row("no dict", "N",
        "malformed-file: file: its pickle is not a dict of tensors; save the model's state_dict as safetensors");
    QTest::newRow("no protocol") << QByteArray(
        "N.") << QStringLiteral("malformed-file: file: its pickle begins with NONE instead of PROTO (byte 0)");
    QTest::newRow("protocol 4") << QByteArray("\x80\x04N.")
                                << QStringLiteral("malformed-file: file: is written in pickle protocol 4, only "
                                                  "protocol 2 is read; save the weights as safetensors");
    QTest::newRow("name twice") << pickle::dict({ { "a", plainTensor() }, { "a", plainTensor() } })
                                << QStringLiteral(
                                       "malformed-file: file: has two tensors with the name \"a\"; save the model's "
                                       "state_dict as safetensors");
}

void UnpicklerTest::refusesMistakes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    QCOMPARE(refused(bytes), withNextStep(sentence));
}

void UnpicklerTest::refusesObjects_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence"); // after "its pickle "
    const auto row = [](const char* name, const QByteArray& bytes, const char* sentence) {
        QTest::newRow(name) << bytes << QString::fromUtf8(sentence);
    };
    const auto storage = [](const std::vector<QByteArray>& items) {
        return oneTensor(pickle::tensor(pickle::tuple(items) + 'Q', 0, {}, {}));
    };
    const QByteArray kind = pickle::text("storage"), type = pickle::global("torch", "FloatStorage"),
                     key = pickle::text("0"), cpu = pickle::text("cpu");
    const QByteArray zero = pickle::integer(0), empty(")"), hooks = pickle::orderedDict();
    const char* reaches = "has a tensor that reaches beyond the 12 items of its storage \"0\"";
    row("id of four", storage({ kind, type, key, cpu }), "names its bytes in an unknown way");
    row("id of another kind", storage({ pickle::text("module"), type, key, cpu, zero }),
        "names its bytes in an unknown way");
    row("class that is none", storage({ kind, pickle::global("collections", "OrderedDict"), key, cpu, zero }),
        "has a storage of a class that is none");
    row("key as a path", storage({ kind, type, pickle::text("../0"), cpu, zero }),
        "has a storage whose key is not made of letters and digits");
    row("long key", storage({ kind, type, pickle::text(QByteArray(65, '0')), cpu, zero }),
        "has a storage whose key is not made of letters and digits");
    row("negative storage", storage({ kind, type, key, cpu, pickle::integer(-1) }), "has a storage of -1 items");
    row("storage of 2⁶² floats", storage({ kind, type, key, cpu, pickle::integer(1LL << 62) }),
        "has a storage of 4611686018427387904 items");
    row("storage of two sizes",
        pickle::dict({ { "a", plainTensor() }, { "b", pickle::tensor(pickle::storage("0", 13), 0, {}, {}) } }),
        "describes storage \"0\" in two different ways");
    row("storage of two types",
        pickle::dict(
            { { "a", plainTensor() }, { "b", pickle::tensor(pickle::storage("0", 12, "IntStorage"), 0, {}, {}) } }),
        "describes storage \"0\" in two different ways");
    row("beyond by its offset", view(12, {}, {}), reaches);
    row("beyond by its shape", view(1, { 3, 4 }, { 4, 1 }), reaches);
    row("beyond by a stride", view(0, { 2 }, { 12 }), reaches);
    row("stride of 0", view(0, { 1LL << 40 }, { 0 }), reaches);
    row("size overflow", view(0, { 1LL << 32, 1LL << 32 }, { 0, 0 }), reaches);
    row("stride overflow", view(0, { 3 }, { 1LL << 62 }), reaches);
    row("empty after an overflow", view(0, { 1LL << 32, 1LL << 32, 0 }, { 0, 0, 0 }), reaches);
    row("negative size", view(0, { -1 }, { 1 }), "has a tensor with a size or stride that is not a number from 0 on");
    row("negative stride", view(2, { 2 }, { -1 }), "has a tensor with a size or stride that is not a number from 0 on");
    row("negative offset", view(-1, {}, {}), "has a tensor without a place in its storage");
    row("nine dimensions", view(0, std::vector<qint64>(9, 1), std::vector<qint64>(9, 1)),
        "has a tensor whose shape is not a tuple of at most 8 numbers");
    row("fewer strides", view(0, { 1, 1 }, { 1 }), "has a tensor with 2 dimensions and 1 strides");
    row("hooks",
        oneTensor(call("_rebuild_tensor_v2", { store, zero, empty, empty, "\x89", "}" + pickle::text("h") + "Ns" })),
        "has a tensor with hooks");
    row("metadata",
        oneTensor(
            call("_rebuild_tensor_v2", { store, zero, empty, empty, "\x89", hooks, "}" + pickle::text("h") + "Ns" })),
        "has a tensor with attributes of its own");
    row("five arguments", oneTensor(call("_rebuild_tensor_v2", { store, zero, empty, empty, "\x89" })),
        "makes a tensor from 5 arguments");
    row("no storage", oneTensor(call("_rebuild_tensor_v2", { "N", zero, empty, empty, "\x89", hooks })),
        "makes a tensor from something that is no storage");
    row("parameter of nothing", oneTensor(call("_rebuild_parameter", { "N", "\x88", hooks })),
        "makes a parameter from something that is no tensor");
    row("typed storage without type",
        oneTensor(call(
            "_rebuild_tensor_v3", { store, zero, empty, empty, "\x89", hooks, pickle::global("torch", "uint16") })),
        "has a tensor without an item type");
    row("OrderedDict of items", start + pickle::global("collections", "OrderedDict") + "N\x85R.",
        "makes an OrderedDict from arguments");
    row("call of a type", start + pickle::global("torch", "FloatStorage") + ")R.",
        "calls something that is no function");
}

void UnpicklerTest::refusesObjects()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    QCOMPARE(refused(bytes), withNextStep(QStringLiteral("malformed-file: file: its pickle ") + sentence));
}

void UnpicklerTest::knowsEveryByte()
{
    int refusedByName = 0;
    for (int byte = 0; byte < 256; ++byte) {
        const PickleOpcode* opcode = pickleOpcode(char(byte));
        const QString refusal = refusalOf([&] { root(start + "NNNN" + char(byte) + QByteArray(64, '\x01')); });
        QVERIFY2(refusal != QLatin1String("nothing"), qPrintable(QString::number(byte)));
        if (opcode && (opcode->operand == PickleOperand::NotUsed || opcode->operand == PickleOperand::Program)) {
            const char* code = opcode->operand == PickleOperand::Program ? "contains-program: " : "malformed-file: ";
            const QString name
                = QStringLiteral("instruction ") + QString::fromUtf8(opcode->name.data(), int(opcode->name.size()));
            QVERIFY2(refusal.startsWith(QLatin1String(code)) && refusal.contains(name), qPrintable(refusal));
            ++refusedByName;
        }
    }
    QCOMPARE(refusedByName, 37);
    QCOMPARE(pickleOpcodes().size(), std::size_t(68)); // as many as Python 3.11 has
}

void UnpicklerTest::tellsEveryCut()
{
    const QByteArray whole = oneTensor(plainTensor());
    for (int length = 0; length < whole.size(); ++length)
        QCOMPARE(refused(whole.left(length)),
            QStringLiteral("truncated-file: file: its pickle ends before it is complete; fetch the file again"));
}

void UnpicklerTest::survivesEveryFlippedBit()
{
    const QByteArray whole = oneTensor(plainTensor());
    int sound = 0;
    for (int i = 0; i < whole.size() * 8; ++i) {
        QByteArray damaged = whole;
        damaged[i / 8] = char(damaged[i / 8] ^ (1 << (i % 8)));
        try {
            const StateDict state = read(damaged);
            for (const TensorEntry& entry : state.entries)
                QVERIFY(entry.bytes <= 12 * 8); // what the storage can have at most
            ++sound;
        } catch (const Refusal& refusal) {
            QVERIFY(refusal.error().code != ErrorCode::Internal);
        }
    }
    QVERIFY(sound > 0); // the flips in names and unused numbers
}

void UnpicklerTest::needsNoStackForDepth_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("tuples") << start + none + QByteArray(1'000'000, '\x85') + stop;
    QTest::newRow("lists") << start + QByteArray(90'000, ']') + QByteArray(90'000 - 1, 'a') + stop;
    QTest::newRow("marks") << start + QByteArray(1'000'000, '(') + stop;
}

void UnpicklerTest::needsNoStackForDepth()
{
    QFETCH(QByteArray, bytes);
    QString refusal;
    QVERIFY(runOnSmallStack([&] { refusal = refusalOf([&] { root(bytes); }); }));
    QVERIFY2(refusal.startsWith(QStringLiteral("too-large: file: its pickle has too many ")), qPrintable(refusal));
}

void UnpicklerTest::limitsEveryCount_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("what");
    const QByteArray hundredThousand = mark + QByteArray(90'000, 'N');
    QTest::newRow("stack") << start + QByteArray(100'001, 'N') << "values on its stack, at most 100000";
    QTest::newRow("marks") << start + QByteArray(100'001, '(') << "marks, at most 100000";
    QTest::newRow("containers") << start + "]" + QByteArray(")a").repeated(1'000'001)
                                << "tuples, lists and dicts, at most 1000000";
    QTest::newRow("items") << start + "]" + (hundredThousand + 'e').repeated(23)
                           << "items of tuples, lists and dicts, at most 2000000";
    QTest::newRow("depth") << start + QByteArray(17, ']') + QByteArray(16, 'a')
                           << "containers in each other, at most 16";
    // A list of lists of itself: short in the file, endless if anybody followed it.
    QTest::newRow("memo bomb") << start + QByteArray("]q\0", 3) + QByteArray("h\0a", 3).repeated(20)
                               << "containers in each other, at most 16";
}

void UnpicklerTest::limitsEveryCount()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, what);
    const QString refusal = refusalOf([&] { root(bytes + stop); });
    QVERIFY2(refusal.startsWith(QStringLiteral("too-large: file: its pickle has too many ") + what
                 + QStringLiteral(" are read (byte ")),
        qPrintable(refusal));
}

void UnpicklerTest::hearsCancel()
{
    const QByteArray bytes = pickle::dict({});
    TorchObjects objects("file", TorchLayout::Zip);
    CancelToken token;
    token.cancel();
    QVERIFY_EXCEPTION_THROWN(
        unpickle({ bytes.constData(), std::size_t(bytes.size()) }, "file", objects, Progress(token, {})), Cancelled);
}

QTEST_GUILESS_MAIN(UnpicklerTest)
#include "tst_unpickler.moc"
