// SPDX-License-Identifier: GPL-3.0-or-later
// Families with their defaults, sizes at their limits, and labels in every shape seen in published models.
#include "core/models/config/config_families.h"
#include "core/models/config/model_config.h"
#include "tests/io/refusal_of.h"
#include "tests/support/reference_models.h"

#include <QFile>
#include <QTest>

#include <map>
#include <set>

using namespace vitrine;

namespace {

ModelConfig parse(const QByteArray& json, const std::vector<std::string>& tensors = {})
{
    return parseModelConfig(json.toStdString(), tensors);
}

QStringList shown(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const std::string& text : texts)
        list << QString::fromStdString(text);
    return list;
}

} // namespace

class ModelConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaults_data();
    void defaults();
    void everyFamilyHasDefaults();
    void fieldsOfOtherFamilies();
    void findsTheFamily_data();
    void findsTheFamily();
    void refuses_data();
    void refuses();
    void acceptsLimits();
    void readsPadding();
    void readsProblemType();
    void recordsWhatOthersRefuse();
    void fieldsOfOneFamily();
    void gptSaysGeluAndMeansTanh();
    void labels_data();
    void labels();
    void labelsForClasses_data();
    void labelsForClasses();
    void referenceFolders_data();
    void referenceFolders();
};

void ModelConfigTest::defaults_data()
{
    QTest::addColumn<QString>(
        "expected"); // vocabulary width layers heads FFN embedding positions types activation eps pad
    QTest::newRow("bert") << "30522 768 12 12 3072 768 512 2 gelu 1e-12 0";
    QTest::newRow("roberta") << "50265 768 12 12 3072 768 512 2 gelu 1e-12 1";
    QTest::newRow("xlm-roberta") << "30522 768 12 12 3072 768 512 2 gelu 1e-12 1";
    QTest::newRow("camembert") << "30522 768 12 12 3072 768 512 2 gelu 1e-12 1";
    QTest::newRow("electra") << "30522 256 12 4 1024 128 512 2 gelu 1e-12 0";
    QTest::newRow("ernie") << "30522 768 12 12 3072 768 512 2 gelu 1e-12 0";
    QTest::newRow("albert") << "30000 4096 12 64 16384 128 512 2 gelu_new 1e-12 0";
    QTest::newRow("deberta") << "50265 768 12 12 3072 768 512 0 gelu 1e-07 0";
    QTest::newRow("deberta-v2") << "128100 1536 24 24 6144 1536 512 0 gelu 1e-07 0";
    QTest::newRow("distilbert") << "30522 768 6 12 3072 768 512 0 gelu 1e-12 0";
    QTest::newRow("gpt2") << "50257 768 12 12 3072 768 1024 0 gelu_new 1e-05 -";
    QTest::newRow("openai-gpt") << "40478 768 12 12 3072 768 512 0 gelu_new 1e-05 -";
}

void ModelConfigTest::defaults()
{
    QFETCH(QString, expected);
    const ModelConfig c = parse("{\"model_type\":\"" + QByteArray(QTest::currentDataTag()) + "\"}");
    QCOMPARE(QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8 %9")
                 .arg(c.vocabulary)
                 .arg(c.hidden)
                 .arg(c.layers)
                 .arg(c.heads)
                 .arg(c.intermediate)
                 .arg(c.embedding)
                 .arg(c.positions)
                 .arg(c.segments)
                 .arg(QString::fromStdString(c.activation))
            + QStringLiteral(" %1 %2")
                .arg(c.layerNormEps)
                .arg(c.padId ? QString::number(*c.padId) : QStringLiteral("-")),
        expected);
    QCOMPARE(c.positionKind, std::string("absolute"));
    QVERIFY(c.labels.empty() && c.warnings.empty() && !c.problem && !c.isDecoder && !c.customCode);
}

void ModelConfigTest::everyFamilyHasDefaults()
{
    for (const ConfigFamily& family : configFamilies()) {
        QCOMPARE(configFamily(family.modelType), &family);
        QCOMPARE(
            configFamilyOfArchitecture(std::string(family.architecturePrefix) + "ForSequenceClassification"), &family);
        QCOMPARE(family.hidden % family.heads, 0);
    }
}

void ModelConfigTest::fieldsOfOtherFamilies()
{
    const ModelConfig distilbert = parse(
        R"({"model_type":"distilbert","dim":32,"n_layers":3,"n_heads":4,"hidden_dim":80,"activation":"relu","layer_norm_eps":0.1,"hidden_size":7})");
    QCOMPARE(distilbert.hidden, 32);
    QCOMPARE(distilbert.intermediate, 80);
    QCOMPARE(distilbert.activation, std::string("relu"));
    QCOMPARE(distilbert.layerNormEps, 1e-12); // fixed, whatever the file says
    const ModelConfig gpt2
        = parse(R"({"model_type":"gpt2","n_embd":48,"n_head":4,"n_inner":null,"n_positions":64,"n_ctx":32})");
    QCOMPARE(gpt2.intermediate, 192);
    QCOMPARE(gpt2.positions, 64);
    QCOMPARE(parse(R"({"model_type":"gpt2","n_embd":48,"n_inner":50})").intermediate, 50);
    QCOMPARE(parse(R"({"model_type":"openai-gpt","n_embd":48,"n_inner":50,"afn":"swish"})").intermediate, 192);
}

void ModelConfigTest::findsTheFamily_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("tensor");
    QTest::addColumn<QString>("family");
    QTest::newRow("model_type wins") << QByteArray(R"({"model_type":"bert","architectures":["GPT2Model"]})")
                                     << QByteArray("wte.weight") << "bert";
    QTest::newRow("architecture") << QByteArray(R"({"architectures":["XLMRobertaForSequenceClassification"]})")
                                  << QByteArray("wte.weight") << "xlm-roberta";
    QTest::newRow("longest prefix") << QByteArray(R"({"architectures":["DebertaV2Model"]})") << QByteArray()
                                    << "deberta-v2";
    const QByteArray none = R"({"architectures":[],"model_type":""})";
    QTest::newRow("tokens_embed") << none << QByteArray("transformer.tokens_embed.weight") << "openai-gpt";
    QTest::newRow("wte") << none << QByteArray("transformer.wte.weight") << "gpt2";
    QTest::newRow("albert groups") << none << QByteArray("albert.encoder.albert_layer_groups.0.x") << "albert";
    QTest::newRow("in_proj") << none << QByteArray("deberta.encoder.layer.0.attention.self.in_proj.weight")
                             << "deberta";
    QTest::newRow("query_proj") << none << QByteArray("encoder.layer.0.attention.self.query_proj.weight")
                                << "deberta-v2";
    QTest::newRow("q_lin") << none << QByteArray("distilbert.transformer.layer.0.attention.q_lin.weight")
                           << "distilbert";
    QTest::newRow("bert prefix") << none << QByteArray("bert.embeddings.word_embeddings.weight") << "bert";
}

void ModelConfigTest::findsTheFamily()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, tensor);
    QFETCH(QString, family);
    QCOMPARE(QString::fromStdString(parse(json, { tensor.toStdString() }).family), family);
}

void ModelConfigTest::refuses_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const QByteArray& fields, const char* refusal) {
        QTest::newRow(fields.constData()) << fields << QString::fromUtf8(refusal);
    };
    row(R"("num_hidden_layers":1.0)",
        "malformed-file: config.json: num_hidden_layers must be a whole number, is 1.0; mend it or fetch the file "
        "again");
    row(R"("num_hidden_layers":"3")",
        "malformed-file: config.json: num_hidden_layers must be a whole number, is \"3\"; mend it or fetch the file "
        "again");
    row(R"("num_hidden_layers":0)",
        "malformed-file: config.json: num_hidden_layers must be a whole number from 1 to 1000, is 0; mend it or fetch "
        "the file again");
    row(R"("num_hidden_layers":1001)",
        "malformed-file: config.json: num_hidden_layers must be a whole number from 1 to 1000, is 1001; mend it or "
        "fetch the file again");
    row(R"("num_hidden_layers":1000000000)",
        "malformed-file: config.json: num_hidden_layers must be a whole number from 1 to 1000, is 1000000000; mend it "
        "or fetch the file again");
    row(R"("num_attention_heads":0)",
        "malformed-file: config.json: num_attention_heads must be a whole number from 1 to 1024, is 0; mend it or "
        "fetch the file again");
    row(R"("num_attention_heads":1025)",
        "malformed-file: config.json: num_attention_heads must be a whole number from 1 to 1024, is 1025; mend it or "
        "fetch the file again");
    row(R"("num_attention_heads":5)",
        "malformed-file: config.json: num_attention_heads (5) does not divide hidden_size (768); mend it or fetch the "
        "file again");
    row(R"("hidden_size":5)",
        "malformed-file: config.json: num_attention_heads (12) does not divide hidden_size (5); mend it or fetch the "
        "file again");
    row(R"("hidden_size":65537)",
        "malformed-file: config.json: hidden_size must be a whole number from 1 to 65536, is 65537; mend it or fetch "
        "the file again");
    row(R"("hidden_size":-768)",
        "malformed-file: config.json: hidden_size must be a whole number from 1 to 65536, is -768; mend it or fetch "
        "the file again");
    row(R"("vocab_size":4000001)",
        "malformed-file: config.json: vocab_size must be a whole number from 1 to 4000000, is 4000001; mend it or "
        "fetch the file again");
    row(R"("intermediate_size":2147483648)",
        "malformed-file: config.json: intermediate_size must be a whole number from 1 to 16777216, is 2147483648; mend "
        "it or fetch the file again");
    row(R"("max_position_embeddings":0)",
        "malformed-file: config.json: max_position_embeddings must be a whole number from 1 to 1048576, is 0; mend it "
        "or fetch the file again");
    row(R"("type_vocab_size":0)",
        "malformed-file: config.json: type_vocab_size must be a whole number from 1 to 65536, is 0; mend it or fetch "
        "the file again");
    row(R"("layer_norm_eps":0)",
        "malformed-file: config.json: layer_norm_eps must be above 0 and at most 0.1, is 0; mend it or fetch the file "
        "again");
    row(R"("layer_norm_eps":-1e-5)",
        "malformed-file: config.json: layer_norm_eps must be above 0 and at most 0.1, is -1e-05; mend it or fetch the "
        "file again");
    row(R"("layer_norm_eps":0.2)",
        "malformed-file: config.json: layer_norm_eps must be above 0 and at most 0.1, is 0.2; mend it or fetch the "
        "file again");
    row(R"("layer_norm_eps":"1e-5")",
        "malformed-file: config.json: layer_norm_eps must be a number, is \"1e-5\"; mend it or fetch the file again");
    row(R"("hidden_act":1)",
        "malformed-file: config.json: hidden_act must be a string, is 1; mend it or fetch the file again");
    row(R"("is_decoder":"yes")",
        "malformed-file: config.json: is_decoder must be true or false, is \"yes\"; mend it or fetch the file again");
    row(R"("add_cross_attention":true)",
        "unsupported-family: config.json: add_cross_attention is true; models with cross-attention cannot be opened");
    row(R"("pad_token_id":0.5)",
        "malformed-file: config.json: pad_token_id must be a whole number, is 0.5; mend it or fetch the file again");
    row(R"("model_type":"t5")",
        "malformed-file: config.json: line 1, column 33: model_type occurs twice; mend it or fetch the file again");

    const auto whole = [](const char* name, const QByteArray& json, const char* refusal) {
        QTest::newRow(name) << json << QString::fromUtf8(refusal);
    };
    whole("t5", R"({"model_type":"t5"})",
        "unsupported-family: config.json: model_type \"t5\" is not among the families that can be opened; choose a "
        "model of another");
    whole("custom code", R"({"model_type":"mine","auto_map":{"AutoModel":"m.M"}})",
        "unsupported-family: config.json: model_type \"mine\" is a custom architecture, whose code is never run; "
        "choose another model");
    whole("unknown architecture", R"({"architectures":["T5Model"]})",
        "unsupported-family: config.json: architecture \"T5Model\" is not among those that can be opened; choose "
        "another model");
    whole("no name at all", "{}",
        "unsupported-family: config.json: says neither model_type nor architectures, and the names of the tensors are "
        "of no known family; add model_type");
    whole("albert groups", R"({"model_type":"albert","num_hidden_groups":13})",
        "malformed-file: config.json: num_hidden_groups must be a whole number from 1 to 12, is 13; mend it or fetch "
        "the file again");
    whole("even kernel", R"({"model_type":"deberta-v2","conv_kernel_size":4})",
        "malformed-file: config.json: conv_kernel_size must be odd, is 4; mend it or fetch the file again");
    whole("large kernel", R"({"model_type":"deberta-v2","conv_kernel_size":33})",
        "malformed-file: config.json: conv_kernel_size must be a whole number from 0 to 31, is 33; mend it or fetch "
        "the file again");
    whole("no object", "[]",
        "malformed-file: config.json: the document must be an object, is a list; mend it or fetch the file again");
    whole("no JSON", "x",
        "malformed-file: config.json: line 1, column 1: not valid JSON: invalid literal; mend it or fetch the file "
        "again");
    whole("above 1 MB", '"' + QByteArray(1 << 20, 'x') + '"',
        "too-large: config.json: 1048578 bytes, at most 1048576 are read; mend it or fetch the file again");
}

void ModelConfigTest::refuses()
{
    QFETCH(QByteArray, fields);
    QFETCH(QString, refusal);
    const bool isField = fields.contains("\":") && fields.startsWith('"');
    QCOMPARE(refusalOf([&] { parse(isField ? "{\"model_type\":\"bert\"," + fields + '}' : fields); }), refusal);
}

void ModelConfigTest::acceptsLimits()
{
    const ModelConfig config = parse(
        R"({"model_type":"bert","num_hidden_layers":1000,"num_attention_heads":1024,"hidden_size":65536,"vocab_size":4000000,"layer_norm_eps":0.1})");
    QCOMPARE(config.layers, 1000);
    QCOMPARE(config.hidden, 65536);
    QCOMPARE(parse(R"({"model_type":"deberta-v2","conv_kernel_size":3,"type_vocab_size":0})").segments, 0);
}

void ModelConfigTest::readsPadding()
{
    QVERIFY(!parse(R"({"model_type":"bert","pad_token_id":null})").padId);
    QCOMPARE(parse(R"({"model_type":"gpt2","pad_token_id":50256})").padId, std::optional<int>(50256));
    const ModelConfig outside = parse(R"({"model_type":"bert","vocab_size":10,"pad_token_id":10})");
    QVERIFY(!outside.padId);
    QCOMPARE(outside.warnings,
        std::vector<std::string> { "config.json: pad_token_id 10 lies outside the vocabulary of 10 and is ignored." });
}

void ModelConfigTest::readsProblemType()
{
    const auto problem = [](const char* name) {
        return parse(R"({"model_type":"bert","problem_type":")" + QByteArray(name) + "\"}").problem;
    };
    QVERIFY(problem("single_label_classification") == Problem::SingleLabel);
    QVERIFY(problem("multi_label_classification") == Problem::MultiLabel);
    QVERIFY(problem("regression") == Problem::Regression);
    QVERIFY(!problem("guessing"));
}

void ModelConfigTest::recordsWhatOthersRefuse()
{
    const ModelConfig config = parse(
        R"({"model_type":"bert","position_embedding_type":"relative_key","is_decoder":true,"auto_map":{"AutoModel":"m.M"}})");
    QCOMPARE(config.positionKind, std::string("relative_key"));
    QVERIFY(config.isDecoder);
    QVERIFY(config.customCode);
    QCOMPARE(config.warnings,
        std::vector<std::string> {
            "config.json: names code of its own (auto_map), which is never run; the model is read as bert." });
}

void ModelConfigTest::fieldsOfOneFamily()
{
    const ModelConfig albert
        = parse(R"({"model_type":"albert","num_hidden_layers":6,"num_hidden_groups":3,"inner_group_num":2})");
    QCOMPARE(albert.layerGroups, 3);
    QCOMPARE(albert.layers, 12); // six runs of two layers
    const ModelConfig deberta = parse(
        R"({"model_type":"deberta-v2","relative_attention":true,"pos_att_type":"p2c|C2P","position_buckets":256,"norm_rel_ebd":"layer_norm","share_att_key":true,"position_biased_input":false})");
    QVERIFY(deberta.deberta.contentToPosition && deberta.deberta.positionToContent && deberta.deberta.sharesKeys);
    QVERIFY(deberta.deberta.normalisesTable && !deberta.deberta.absolutePositions);
    QCOMPARE(deberta.deberta.longest, 512);
    QCOMPARE(deberta.deberta.headSize, 64);
    const ModelConfig plain = parse(
        R"({"model_type":"deberta","relative_attention":true,"pos_att_type":["c2p"],"max_relative_positions":100})");
    QVERIFY(plain.deberta.contentToPosition && !plain.deberta.positionToContent);
    QCOMPARE(plain.deberta.longest, 100);
    const ModelConfig gpt2
        = parse(R"({"model_type":"gpt2","scale_attn_weights":false,"scale_attn_by_inverse_layer_idx":true})");
    QVERIFY(!gpt2.gpt2.scalesByHeadSize && gpt2.gpt2.scalesByLayer);
}

void ModelConfigTest::gptSaysGeluAndMeansTanh()
{
    const ModelConfig gpt = parse(R"({"model_type":"openai-gpt","afn":"gelu"})");
    QCOMPARE(gpt.activation, std::string("gelu_new"));
    QCOMPARE(gpt.warnings,
        std::vector<std::string> {
            "config.json: the activation function \"gelu\" means the tanh form (gelu_new) in a GPT." });
    QCOMPARE(parse(R"({"model_type":"openai-gpt","afn":"relu"})").activation, std::string("relu"));
    QCOMPARE(parse(R"({"model_type":"gpt2","activation_function":"gelu"})").activation, std::string("gelu"));
}

void ModelConfigTest::labels_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<int>("warnings");
    const auto row = [](const char* name, const QByteArray& json, const QStringList& labels, int warnings) {
        QTest::newRow(name) << json << labels << warnings;
    };
    row("none", R"("x":1)", {}, 0);
    row("unordered", R"("id2label":{"1":"POS","0":"NEG"})", { "NEG", "POS" }, 0);
    row("ten and two", R"("id2label":{"10":"k","2":"c"})", { "", "", "c", "", "", "", "", "", "", "", "k" }, 0);
    row("booleans", R"("id2label":{"1":true,"0":false})", { "false", "true" }, 0);
    row("other types", R"("id2label":{"0":null,"1":3,"2":["a"]})", { "null", "3", "[\"a\"]" }, 0);
    row("gap", R"("id2label":{"0":"a","2":"c"})", { "a", "", "c" }, 0);
    row("bad keys", R"("id2label":{"0":"a","-1":"b","x":"c","+1":"d","1.0":"e","4000000000":"f"})", { "a" }, 1);
    row("markup stays text", R"("id2label":{"0":"<b>x</b>"})", { "<b>x</b>" }, 0);
    row("list", R"("id2label":["a","b"])", { "a", "b" }, 0);
    row("no object", R"("id2label":"a")", {}, 1);
    row("label2id only", R"("label2id":{"NEG":0,"POS":"1"})", { "NEG", "POS" }, 0);
}

void ModelConfigTest::labels()
{
    QFETCH(QByteArray, json);
    QFETCH(QStringList, labels);
    QFETCH(int, warnings);
    const ModelConfig config = parse("{\"model_type\":\"bert\"," + json + '}');
    QCOMPARE(shown(config.labels), labels);
    QCOMPARE(int(config.warnings.size()), warnings);
}

void ModelConfigTest::labelsForClasses_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QString>("warning");
    QTest::newRow("as many") << QStringList { "a", "b" } << QStringList { "a", "b" } << "";
    QTest::newRow("none") << QStringList {} << QStringList { "class 0", "class 1" } << "";
    QTest::newRow("too few")
        << QStringList { "a" } << QStringList { "a", "class 1", "class 2" }
        << "config.json names 1 labels, the classifier has 3 outputs; the others are shown by their index.";
    QTest::newRow("too many")
        << QStringList { "a", "b", "c" } << QStringList { "a", "b" }
        << "config.json names 3 labels, the classifier has 2 outputs; the surplus names are left out.";
    QTest::newRow("twice") << QStringList { "a", "b", "a" } << QStringList { "a (0)", "b", "a (2)" }
                           << "config.json gives several classes the same name; they are shown with their index.";
    QTest::newRow("twice and taken")
        << QStringList { "a", "a (0)", "a" } << QStringList { "a (0)", "a (0) (1)", "a (2)" }
        << "config.json gives several classes the same name; they are shown with their index.";
    QTest::newRow("named class 1")
        << QStringList { "class 1", "" } << QStringList { "class 1 (0)", "class 1 (1)" }
        << "config.json gives several classes the same name; they are shown with their index.";
}

void ModelConfigTest::labelsForClasses()
{
    QFETCH(QStringList, names);
    QFETCH(QStringList, labels);
    QFETCH(QString, warning);
    ModelConfig config;
    for (const QString& name : names)
        config.labels.push_back(name.toStdString());
    std::vector<std::string> warnings;
    QCOMPARE(shown(labelsFor(config, int(labels.size()), warnings)), labels);
    QCOMPARE(shown(warnings), warning.isEmpty() ? QStringList() : QStringList { warning });
}

void ModelConfigTest::referenceFolders_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
    const std::map<std::string, QString> codes { { "config-bad-utf8", "bad-encoding" },
        { "config-billion-layers", "malformed-file" }, { "config-heads-indivisible", "malformed-file" },
        { "config-zero-heads", "malformed-file" }, { "config-unsupported", "unsupported-family" } };
    std::vector<std::string> folders;
    for (const auto& model : referenceModels())
        folders.push_back("models/" + model.name);
    const auto malformed = referenceJson("malformed/index.json");
    for (const auto& entry : malformed["cases"])
        folders.push_back("malformed/" + entry["path"].get<std::string>());
    QVERIFY(folders.size() > codes.size());
    for (const std::string& folder : folders) {
        const QString path = QString::fromStdString(referencePath(folder + "/config.json").string());
        const std::string name = folder.substr(folder.find('/') + 1);
        if (QFile::exists(path))
            QTest::newRow(name.c_str()) << path << (codes.contains(name) ? codes.at(name) : QStringLiteral("nothing"));
    }
}

void ModelConfigTest::referenceFolders()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray json = file.readAll();
    QCOMPARE(refusalOf([&] { parse(json); }).section(QStringLiteral(": "), 0, 0), code);
}

QTEST_GUILESS_MAIN(ModelConfigTest)
#include "tst_model_config.moc"
