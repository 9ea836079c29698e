// Package arazzo reads workflows: calls in an order, where a later step uses what an earlier one was answered.
//
// It promises the part of Arazzo 1.0.1 that Plumbline drives, word for word as the standard has it: workflows with inputs and
// outputs, steps that call an operation by its id, parameters, payloads with runtime expressions, success criteria of the
// types simple and regex, and success actions that end a workflow. Whatever is misspelt, refers to nothing or belongs to
// a part that is not driven is an error with its place, and all errors come at once; nothing is passed over in silence.
//
// It does not send anything: whoever drives a workflow keeps a Context, fills in what was sent and received, and asks
// a step for its payload before, and for its verdict and outputs after.
//
//	YAML list -> Decode -> Workflow, Step
//	Step + Context (inputs, earlier outputs) -> Payload, Arguments -> the request, made by the driver
//	Step + Context (the exchange) -> Judge, Ended, Collect
//
// What the standard leaves open is settled so:
//
//   - A value that is not there equals null, is neither true nor in any order, and stays not there when it is a whole output.
//   - Only what has no type on the wire (a header, a query or path parameter, $url, $method) is compared loosely: with a
//     number or a boolean if it reads as one. A string in a JSON body never equals a number.
//   - A comparison that makes no sense (a string below a number, a property of a body that is not JSON) is neither true nor
//     false, and ! does not make it true. A criterion holds only if it is true.
//   - Used alone as a condition, null, false and what is not there do not hold; everything else does.
//   - In braces stands an expression or a whole condition: the standard's own examples do both.
//
// Source: Arazzo Specification 1.0.1, sections Workflow Object, Step Object, Criterion Object, Runtime Expressions.
package arazzo
