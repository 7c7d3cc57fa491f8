// Package cf is Cloudflare's Threat Intelligence API as it is on the wire: one
// file per endpoint with the endpoint's name, its record, its parameters and
// its decoder; beside them the envelope, the lenient reading of JSON, and the
// classification of failures. It is pure: it knows no HTTP client, no clock,
// no terminal. The client is in api/cf/client.
//
// # Why not the official SDK
//
// cloudflare-go v7.9.0 was run against the documented answers, and is unfit:
//
//   - the ASN overview decodes to 0, without an error, since the SDK expects an
//     integer where the server sends an object;
//   - passive DNS yields no rows and no error, since the SDK looks for
//     result.items where the server sends result.reverse_records; it sends its
//     dates under names that the server does not know
//     (start_end_params.start for start), so the window asked for is ignored;
//   - url-info sends neither url nor url_id;
//   - a POST is retried twice on connection errors, 408, 409, 429 and 5xx.
//
// # How records are read
//
// The published descriptions and the real answers disagree. A decoder follows
// the real answer and survives the published forms: a body with or without the
// envelope, an object where a list of one was said and the reverse, null for a
// list, numbers that are strings and strings that are numbers, dates in every
// form seen. A field that is missing or null is unknown, which is something
// else than zero: see [Maybe]; a list that is unknown is nil, one that is known
// to be empty is not. A field of a wrong shape costs that field, not the
// answer: it stands in [Remarks] with its raw value, as does every field that
// the record does not know. What is no answer of the endpoint at all, or is
// about another indicator than the one asked, is an error of class
// [api.Malformed].
//
// # How records are written
//
// Records marshal to snake_case JSON, the "record" of quarry get --json. The
// names stand in the struct tags. What is unknown is left out. Times are RFC
// 3339 in UTC with Z, days YYYY-MM-DD; a time that could not be read is null.
// Texts hold printable characters only, everything else escaped. Fields that
// the record does not know are not written; "problems" names the fields that
// could not be read.
package cf
