// Package diff compares two OpenAPI documents, the base that clients were written for and the revision that comes, and says what breaks, with
// proof.
//
// It promises: one finding per root cause, the changed component, however many operations reach it; a finding of class wire holds a
// whole message that one document accepts and the other rejects, judged by package spec and by a validator that is not ours; what means
// the same however it is written is no finding; what could not be decided is said to be unproven, never safe; the same two documents
// give the same bytes, and a fault in either of them becomes a note, never a refusal.
//
// It does not weigh what it finds: a Policy maps classes and rules to levels. It knows no files and no names of versions.
//
//	paths, operations, parameters, bodies, answers, webhooks --> facts, and pairs of schemas with the direction they travel in
//	pair of schemas, unequal by hash --> changes, keyed by what changed --> judged by spec/contain for each direction
//	change that escapes --> lifted into a whole message --> verified by both documents and a second validator --> Finding
//
// A request breaks if base accepts a message that the revision rejects; a response breaks if the revision may send a message that base did
// not allow. What a webhook or a callback carries is sent by the vendor, so its body is judged as a response is.
//
// Names an open object does not declare follow a written policy: nobody sends a name that no document declares, so an optional
// property that is added to an open object breaks nobody; and what the base declared is what clients send and read. Of anyOf the
// alternative taken declares a name, or the schema around; of oneOf every alternative does, for what the others refuse they refuse
// by the names they declare.
package diff
