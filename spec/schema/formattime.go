package schema

import "bytes"

var monthDays = [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// isDate follows RFC 3339, section 5.6 (full-date), and the calendar: 2023-02-29 is no date.
func isDate(text []byte) bool {
	return len(text) == 10 && dateAt(text)
}

func dateAt(text []byte) bool {
	year, rest, ok := digits(text, 4)
	if !ok || len(rest) < 6 || rest[0] != '-' || rest[3] != '-' {
		return false
	}
	month, _, ok := digits(rest[1:], 2)
	if !ok || month < 1 || month > 12 {
		return false
	}
	day, _, ok := digits(rest[4:], 2)
	last := monthDays[max(month, 1)-1]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		last = 29
	}
	return ok && day >= 1 && day <= last
}

// isDateTime follows RFC 3339, section 5.6 (date-time); T and Z may be small.
func isDateTime(text []byte) bool {
	return len(text) > 11 && dateAt(text) && text[10]|0x20 == 't' && isTime(text[11:])
}

// isTime follows RFC 3339, section 5.6 (full-time). A 60th second is one only where UTC has 23:59.
func isTime(text []byte) bool {
	hour, rest, ok := digits(text, 2)
	if !ok || hour > 23 || len(rest) < 7 || rest[0] != ':' || rest[3] != ':' {
		return false
	}
	minute, _, ok := digits(rest[1:], 2)
	if !ok || minute > 59 {
		return false
	}
	second, rest, ok := digits(rest[4:], 2)
	if !ok || second > 60 {
		return false
	}
	if len(rest) > 0 && rest[0] == '.' {
		n := 1
		for n < len(rest) && isDigit(rest[n]) {
			n++
		}
		if n == 1 {
			return false
		}
		rest = rest[n:]
	}
	offset, ok := timeOffset(rest)
	if !ok {
		return false
	}
	if second < 60 {
		return true
	}
	return (hour*60+minute-offset+2*24*60)%(24*60) == 23*60+59
}

// timeOffset reads Z or an offset of hours and minutes and returns it in minutes.
func timeOffset(text []byte) (int, bool) {
	if len(text) == 1 {
		return 0, text[0]|0x20 == 'z'
	}
	if len(text) != 6 || text[0] != '+' && text[0] != '-' || text[3] != ':' {
		return 0, false
	}
	hours, _, ok := digits(text[1:], 2)
	minutes, _, fine := digits(text[4:], 2)
	if !ok || !fine || hours > 23 || minutes > 59 {
		return 0, false
	}
	if text[0] == '-' {
		return -(hours*60 + minutes), true
	}
	return hours*60 + minutes, true
}

// isDuration follows RFC 3339, appendix A: units in order, none skipped between two given ones, weeks alone.
func isDuration(text []byte) bool {
	if len(text) < 2 || text[0] != 'P' {
		return false
	}
	date, clock, timed := bytes.Cut(text[1:], []byte("T"))
	if timed {
		return units(clock, "HMS") && (len(date) == 0 || units(date, "YMD"))
	}
	return units(date, "YMD") || units(date, "W")
}

// units says whether text is numbers with units, which follow each other in order without a gap.
func units(text []byte, order string) bool {
	next := -1
	for len(text) > 0 {
		n := 0
		for n < len(text) && isDigit(text[n]) {
			n++
		}
		if n == 0 || n == len(text) {
			return false
		}
		at := bytes.IndexByte([]byte(order), text[n])
		if at < 0 || next >= 0 && at != next {
			return false
		}
		next = at + 1
		text = text[n+1:]
	}
	return next > 0
}
