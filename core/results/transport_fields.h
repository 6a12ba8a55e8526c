// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the documents of word flow. Internal to the codec.
#pragma once

#include "core/results/alignment.h"
#include "core/results/field_owner.h"
#include "core/results/nearest.h"

namespace vitrine {

void fields(auto& visit, Is<VectorsNote> auto& vectors)
{
    visit("source", vectors.source);
    visit("name", vectors.name);
    visit("layer", vectors.layer);
    visit("width", vectors.width);
    visit("words", vectors.words);
}

void fields(auto& visit, Is<AlignmentSide> auto& side)
{
    visit("text", side.text);
    visit("tokens", side.tokens);
    visit("offsets", side.offsets);
    visit("places", side.places);
    visit("token_indices", side.tokenIndices);
    visit("counts", side.counts);
    visit("mass", side.mass);
    visit("contribution", side.contribution);
    visit("derivative", side.derivative);
    visit("derivative_times_input", side.derivativeTimesInput);
    visit("unknown", side.unknown);
    visit("encoding", side.encoding);
}

void fields(auto& visit, Is<Flow> auto& flow)
{
    visit("left", flow.left);
    visit("right", flow.right);
    visit("mass", flow.mass);
    visit("cost", flow.cost);
}

void fields(auto& visit, Is<AlignmentBounds> auto& bounds)
{
    visit("centroid", bounds.centroid);
    visit("relaxed_left", bounds.relaxedLeft);
    visit("relaxed_right", bounds.relaxedRight);
    visit("relaxed", bounds.relaxed);
    visit("su", bounds.su);
}

void fields(auto& visit, Is<TransportCertificate> auto& certificate)
{
    visit("dual_left", certificate.dualLeft);
    visit("dual_right", certificate.dualRight);
    visit("dual_value", certificate.dualValue);
    visit("gap", certificate.gap);
    visit("dual_infeasibility", certificate.dualInfeasibility);
    visit("marginal_error", certificate.marginalError);
    visit("pivots", certificate.pivots);
    visit("status", certificate.status);
}

void fields(auto& visit, Is<SinkhornNote> auto& sinkhorn)
{
    visit("regularisation", sinkhorn.regularisation);
    visit("cost", sinkhorn.cost);
    visit("gap", sinkhorn.gap);
    visit("marginal_error", sinkhorn.marginalError);
    visit("iterations", sinkhorn.iterations);
    visit("converged", sinkhorn.converged);
}

void fields(auto& visit, Is<Alignment> auto& alignment)
{
    fields(visit, alignment.provenance);
    visit("measure", alignment.measure);
    visit("cost_kind", alignment.costKind);
    visit("mass_kind", alignment.massKind);
    visit("vectors", alignment.vectors);
    visit("left", alignment.left);
    visit("right", alignment.right);
    visit("cost", alignment.cost);
    visit("plan", alignment.plan);
    visit("flows", alignment.flows);
    visit("distance", alignment.distance);
    visit("exact", alignment.exact);
    visit("bounds", alignment.bounds);
    visit("certificate", alignment.certificate);
    visit("solver", alignment.solver);
    visit("sinkhorn", alignment.sinkhorn);
}

void fields(auto& visit, Is<Neighbour> auto& neighbour)
{
    visit("row", neighbour.row);
    visit("id", neighbour.id);
    visit("text", neighbour.text);
    visit("label", neighbour.label);
    visit("distance", neighbour.distance);
}

void fields(auto& visit, Is<SearchWork> auto& work)
{
    visit("documents", work.documents);
    visit("exact", work.exact);
    visit("pruned", work.pruned);
    visit("skipped", work.skipped);
    visit("pivots", work.pivots);
}

void fields(auto& visit, Is<DistanceMatrix> auto& matrix)
{
    visit("rows", matrix.rows);
    visit("texts", matrix.texts);
    visit("distance", matrix.distance);
    visit("order", matrix.order);
}

void fields(auto& visit, Is<NeighbourVote> auto& vote)
{
    visit("method", vote.method);
    visit("label", vote.label);
    visit("k", vote.k);
    visit("accuracy", vote.accuracy);
}

void fields(auto& visit, Is<Nearest> auto& nearest)
{
    fields(visit, nearest.provenance);
    visit("query", nearest.query);
    visit("measure", nearest.measure);
    visit("cost_kind", nearest.costKind);
    visit("mass_kind", nearest.massKind);
    visit("vectors", nearest.vectors);
    visit("unknown", nearest.unknown);
    visit("neighbours", nearest.neighbours);
    visit("work", nearest.work);
    visit("votes", nearest.votes);
    visit("matrix", nearest.matrix);
}

} // namespace vitrine
