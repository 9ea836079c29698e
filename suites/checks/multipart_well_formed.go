package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	const media, album = "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nRex\r\n--b--\r\n"
	register(Check{
		ID:     "multipart-well-formed",
		Title:  "a multipart body is parted by its boundary, and its parts are named",
		Doc:    "A body of several parts whose boundary is absent, or never closes it, cannot be taken apart; readers differ on what they make of it. What the parts hold is for response-schema.",
		Clause: "RFC 2046, section 5.1; RFC 7578, section 4.2",
		Level:  reports.LevelError,
		Apply:  documented(spec.RuleMultipartWellFormed),
		Good:   []Example{{Name: "one part", Operation: "showAlbum", ContentType: media, Body: album}},
		Bad: []Example{
			{Name: "no boundary is named", Operation: "showAlbum", ContentType: "multipart/form-data", Body: album},
			{Name: "another boundary", Operation: "showAlbum", ContentType: "multipart/form-data; boundary=c", Body: album},
			{Name: "cut off", Operation: "showAlbum", ContentType: media, Body: album[:40]},
			{Name: "a part without a name", Operation: "showAlbum", ContentType: media, Body: "--b\r\nContent-Disposition: form-data\r\n\r\nRex\r\n--b--\r\n"},
		},
	})
}
