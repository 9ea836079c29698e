// Package runner drives an API: it knows where to ask (environments), who asks (credentials), what is asked (cases), and what must
// never be seen (redaction). It judges nothing and knows no checks.
//
//	Choose -> Environment -> Open -> Target -> Client.Do -> Call
//	Case   -> Driver.Drive (resource, credentials, unique values) -> Outcome -> Redactor.Record -> reports.Exchange
//
// It promises that no request goes anywhere but to the chosen target, that no redirect is followed and nothing is repeated, that
// what a run creates is remembered until it is removed or listed, and that a Call, which holds secrets, becomes a record only
// through a Redactor. Whether a case may be sent at all is settled when it is planned, by what its environment allows.
//
// To add an environment, add one YAML file under environments, or name one on the command line.
package runner
