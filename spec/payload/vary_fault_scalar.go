package payload

import (
	"slices"
	"strings"
	"unicode/utf8"
)

func (v *variations) textFaults(at *value, add func(string, string, ...*value)) {
	s, p := at.spot.shape, at.spot.place
	loose := *s
	loose.roots = nil // only the walk and the formats are asked, not the judge
	for i, keyword := range []string{"minLength", "maxLength"} {
		more := 2*i - 1
		if n, length := tightest(s, keyword); n != nil && length+more >= 0 && length+more <= maxText {
			loose.lo, loose.hi = length+more, length+more
			var values []*value
			for one := range v.draft.texts(&loose, p) {
				if values = append(values, one); len(values) >= 12 {
					break
				}
			}
			add(keyword, "", values...)
		}
	}
	var plain []*value
	for _, t := range []string{"%", "not allowed here!", "?", "*", "~~~~", "\u2603", "", "0", "a", " ", "line\nbreak"} {
		plain = append(plain, text(t))
	}
	if at.text != "" {
		plain = append(plain, text("%"+at.text[1:]), text(at.text[:len(at.text)-1]+"%"), text(at.text+"%"), text(strings.Repeat("%", len(at.text))))
	}
	add("pattern", "", append(nearMisses(at.text), plain...)...)
	if near, known := badFormats[s.format]; known {
		article := "a"
		if strings.Contains("aei", s.format[:1]) {
			article = "an"
		}
		bad := []*value{text("not-" + article + "-" + s.format)}
		for _, t := range near {
			bad = append(bad, text(t))
		}
		add("format", "", append(bad, plain...)...)
	}
}

// nearMisses are texts that differ little from a right one: who looks at letters whatever their case, or for what is right anywhere in a text, takes them.
func nearMisses(right string) []*value {
	if right == "" {
		return nil
	}
	last, _ := utf8.DecodeLastRuneInString(right)
	var out []*value
	for _, other := range []string{strings.ToLower(right), strings.ToUpper(right), right + string(last)} {
		if other != right {
			out = append(out, text(other))
		}
	}
	return out
}

// badFormats are texts that nearly have a format: they are told from right ones by reading, not by looking.
var badFormats = map[string][]string{
	"date": {"2023-02-30", "2024-6-1", "15/06/2024"}, "date-time": {"2024-06-15 09:30:00", "2024-06-15T25:00:00Z", "2024-06-15"}, "time": {"25:00:00Z", "09:30"},
	"duration": {"P", "1 month"}, "email": {"maya.example.com", "maya@", "@example.com"}, "hostname": {"-example.com", "exa mple.com"}, "ipv4": {"203.0.113.256", "203.0.113"}, "ipv6": {"2001:db8:::7", "203.0.113.7"},
	"uri": {"example.com/no scheme", "//example.com", "not a uri"}, "uri-reference": {"\\\\example", "a b", "%zz"}, "uuid": {"3be6453c-03eb-4357-ae5a-984a0e574a5", "not-a-uuid"}, "byte": {"not base64!", "YQ=", "%%%"},
}

// numberFaults steps over each bound and between the steps.
func numberFaults(s *shape, add func(string, string, ...*value)) {
	step := whole(1)
	if s.numbers.step != nil {
		step = *s.numbers.step
	}
	near := func(bound *exact, sign int64) []*value {
		if bound == nil {
			return nil
		}
		away := step.timesInt(whole(sign).coefficient)
		over := numbers{step: s.numbers.step}
		out := []*value{number(bound.plus(away).String())}
		if g, ok := over.grid(s.kinds&isFraction == 0); ok {
			for i := int64(0); i < 3; i++ {
				n := bound.count(g.step, sign > 0)
				out = append(out, number(g.step.timesInt(n.Add(n, whole(sign*i).coefficient)).String()))
			}
		}
		return append(out, number(bound.String()))
	}
	for _, side := range []struct {
		keyword string
		bound   *exact
		open    bool
		away    int64
	}{
		{"minimum", s.numbers.lo, false, -1}, {"exclusiveMinimum", s.numbers.lo, true, -1},
		{"maximum", s.numbers.hi, false, 1}, {"exclusiveMaximum", s.numbers.hi, true, 1},
	} {
		// Of several bounds only the one that decides can be broken alone.
		if !decides(s, side.keyword, side.bound) {
			continue
		}
		values := near(side.bound, side.away)
		if side.open { // the bound itself tells a server that counts it in
			values = slices.Insert(values, 0, number(side.bound.String()))
		}
		add(side.keyword, "", values...)
	}
	if f, ok := numericFormats[nodeWith(s, "format").String()]; ok && f.whole {
		add("format", "", near(s.numbers.hi, 1)...)
	}
	if s.numbers.step != nil {
		var between []*value
		half := exact{s.numbers.step.timesInt(whole(5).coefficient).coefficient, s.numbers.step.exponent - 1}
		for _, base := range []*exact{s.numbers.lo, s.numbers.hi, {whole(0).coefficient, 0}} {
			if base != nil {
				between = append(between, number(base.plus(whole(1)).String()), number(base.plus(half).String()), number(base.minus(whole(1)).String()), number(base.minus(half).String()))
			}
		}
		add("multipleOf", "", between...)
	}
}

// decides says whether the keyword of a schema of the shape is the one that sets a bound.
func decides(s *shape, keyword string, bound *exact) bool {
	for _, k := range s.parts {
		there := map[string]bool{
			"minimum": k.Minimum != nil, "maximum": k.Maximum != nil, "exclusiveMinimum": k.ExclusiveMinimum != nil, "exclusiveMaximum": k.ExclusiveMaximum != nil,
		}[keyword]
		at := keyword
		if beside, ok := map[string]string{"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}[keyword]; ok {
			at = exclusive(k.node, keyword, beside)
		}
		if x, ok := exactOf(k.node.Get(at)); ok && there && bound != nil && x.compare(*bound) == 0 {
			return true
		}
	}
	return false
}
