// SPDX-License-Identifier: GPL-3.0-or-later
// Unknown fields are skipped, of repeated single values the last one counts, as protocol buffers have it.
#include "core/text/files/sentencepiece_model.h"

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/files/protobuf_reader.h"
#include "core/text/pipeline/charsmap.h"

#include <array>
#include <bit>
#include <cmath>

namespace vitrine {
namespace {

using Reader = ProtobufReader;
using WireType = Reader::WireType;

constexpr std::size_t maxFileBytes = std::size_t(64) << 20;
constexpr std::size_t maxPieces = 1'000'000;
constexpr std::size_t maxPieceBytes = 4096; // maxTokenBytes

class ModelReader {
public:
    ModelReader(std::string_view file, const Progress& progress)
        : m_file(file)
        , m_check(&progress)
    {
    }

    SentencePieceModel read(std::string_view bytes)
    {
        if (bytes.size() > maxFileBytes)
            refuse(ErrorCode::TooLarge,
                std::to_string(bytes.size())
                    + " bytes are more than the 67108864 that a SentencePiece file may have; check that it is one.");
        bool hasTrainer = false;
        bool hasNormalizer = false;
        Reader reader(bytes, m_file);
        for (Reader::Field field; reader.next(field);) {
            m_check();
            if (field.number < 1 || field.number > 3)
                continue;
            need(reader, field, WireType::Bytes);
            if (field.number == 1)
                readPiece(Reader(field.bytes, m_file, field.at));
            else if (field.number == 2)
                readTrainer(Reader(field.bytes, m_file, field.at));
            else
                readNormalizer(Reader(field.bytes, m_file, field.at));
            hasTrainer = hasTrainer || field.number == 2;
            hasNormalizer = hasNormalizer || field.number == 3;
        }
        // They follow the pieces, so a file that was cut between two fields lacks them.
        if (!hasTrainer || !hasNormalizer) {
            refuse(ErrorCode::TruncatedFile,
                "the file ends after " + std::to_string(m_model.pieces.size())
                    + " pieces, before its settings. The download stopped early; fetch the file again.");
        }
        if (m_unknowns != 1) {
            refuse(ErrorCode::MalformedFile,
                std::to_string(m_unknowns)
                    + " pieces are the unknown piece where one should be; download the file again.");
        }
        return std::move(m_model);
    }

private:
    [[noreturn]] void refuse(ErrorCode code, const std::string& what) const
    {
        throw Refusal(code, m_file + ": " + what, m_file);
    }

    static void need(const Reader& reader, const Reader::Field& field, WireType type)
    {
        if (field.type != type)
            reader.refuse(0,
                "the field " + std::to_string(field.number) + " has the wire type " + std::to_string(int(field.type)));
    }

    void readPiece(Reader reader)
    {
        const std::string place = "piece " + std::to_string(m_model.pieces.size());
        if (m_model.pieces.size() == maxPieces)
            refuse(ErrorCode::TooLarge,
                "the file has more than the 1000000 pieces that are read; check that it is the right one.");
        SentencePiece piece;
        for (Reader::Field field; reader.next(field);) {
            if (field.number == 1) {
                need(reader, field, WireType::Bytes);
                piece.text = pieceText(field.bytes, place);
            } else if (field.number == 2) {
                need(reader, field, WireType::Fixed32);
                piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field.value));
            } else if (field.number == 3) {
                need(reader, field, WireType::Varint);
                if (field.value < 1 || field.value > 6)
                    refuse(ErrorCode::MalformedFile,
                        place + " has the unknown type " + std::to_string(field.value) + "; download the file again.");
                piece.type = static_cast<SentencePiece::Type>(field.value);
            }
        }
        if (piece.text.empty())
            refuse(ErrorCode::MalformedFile, place + " is empty; download the file again.");
        if (!std::isfinite(piece.score))
            refuse(ErrorCode::MalformedFile, place + " has a score that is no number; download the file again.");
        if (piece.type == SentencePiece::Type::Byte && !isByteName(piece.text))
            refuse(ErrorCode::MalformedFile,
                place + " should be a byte such as <0x0A>, is '" + shown(piece.text, 40)
                    + "'; download the file again.");
        if (piece.type == SentencePiece::Type::Unknown) {
            m_model.unknownId = static_cast<int>(m_model.pieces.size());
            ++m_unknowns;
        }
        m_model.pieces.push_back(std::move(piece));
    }

    std::string pieceText(std::string_view text, const std::string& place) const
    {
        if (text.size() > maxPieceBytes)
            refuse(ErrorCode::TooLarge,
                place + " has " + std::to_string(text.size())
                    + " bytes, more than the 4096 that a piece may have; download the file again.");
        if (!isUtf8(text))
            refuse(ErrorCode::BadEncoding, place + " is not UTF-8; download the file again.");
        return std::string(text);
    }

    static bool isByteName(std::string_view text)
    {
        constexpr std::string_view digits = "0123456789ABCDEF";
        return text.size() == 6 && text.starts_with("<0x") && text.ends_with('>')
            && digits.find(text[3]) != std::string_view::npos && digits.find(text[4]) != std::string_view::npos;
    }

    void readTrainer(Reader reader)
    {
        static constexpr std::array kinds { "UNIGRAM", "BPE", "WORD", "CHAR" };
        for (Reader::Field field; reader.next(field);) {
            if (field.number != 3 && field.number != 24 && field.number != 35)
                continue;
            need(reader, field, WireType::Varint);
            if (field.number == 3 && field.value != 1) {
                const std::string kind
                    = field.value - 1 < kinds.size() ? kinds[field.value - 1] : std::to_string(field.value);
                refuseSetting("a model of the kind " + kind);
            }
            if (field.number == 24 && field.value != 0)
                refuseSetting("a model with blanks behind words (treat_whitespace_as_suffix)");
            if (field.number == 35)
                m_model.byteFallback = field.value != 0;
        }
    }

    void readNormalizer(Reader reader)
    {
        for (Reader::Field field; reader.next(field);) {
            if (field.number == 2) {
                need(reader, field, WireType::Bytes);
                if (field.bytes.size() > Charsmap::maxBytes)
                    refuse(ErrorCode::TooLarge,
                        "the table of characters has " + std::to_string(field.bytes.size())
                            + " bytes, more than the 4194304 that it may have; download the file again.");
                m_model.charsmap = field.bytes;
            } else if (field.number == 3) {
                need(reader, field, WireType::Varint);
                if (field.value == 0)
                    refuseSetting("a model whose texts do not begin with a blank (add_dummy_prefix)");
            } else if (field.number == 5) {
                need(reader, field, WireType::Varint);
                if (field.value == 0)
                    refuseSetting("a model that does not write blanks as ▁ (escape_whitespaces)");
            }
        }
    }

    [[noreturn]] void refuseSetting(const std::string& what) const
    {
        refuse(ErrorCode::UnsupportedTokenizer,
            what + " is not supported; put the tokenizer.json of the model beside the file.");
    }

    const std::string m_file;
    PeriodicCheck m_check;
    SentencePieceModel m_model;
    int m_unknowns = 0;
};

} // namespace

SentencePieceModel readSentencePieceModel(std::string_view bytes, std::string_view file, const Progress& progress)
{
    return ModelReader(file, progress).read(bytes);
}

} // namespace vitrine
