// Package runner drives an API: it knows where to ask (environments), who asks (credentials), what is asked (cases), and what must
// never be seen (redaction). It judges nothing and knows no checks.
//
//	Choose -> Environment -> Open -> Target -> Client.Do -> Call
//	Case   -> Driver.Drive (resource, credentials, unique values) -> Outcome -> Redactor.Record -> reports.Exchange
//
// It promises that no request goes anywhere but to the chosen target, that the client follows no redirect and repeats nothing by itself, that
// what a run creates is remembered until it is removed or listed, and that a Call, which holds secrets, becomes a record only
// through a Redactor. Whether a case may be sent at all is settled when it is planned, by what its environment allows; while the run goes on, only
// bounds, silence and credentials that are refused keep one back.
//
//	turn      when a request may leave, where there is a bound on how many may in a second
//	lane      the time that a request may take, and how it ended
//	busy      the one more time that something is sent to an API that had no time for it
//	silence   operations that do not answer, which are given up
//	door      whether the API lets the caller in at all, found out by probes of other operations
//	history   what was carried out before, that may have changed a resource
//	fuller    requests with all that the document knows, where the plainest are refused for what they lack
//	group     cases that build on each other, of which a race is one whose requests are sent at the same moment
//	narrow    further requests that tell which part of a refused one was to blame
//
// To add an environment, add one YAML file under environments, or name one on the command line.
package runner
