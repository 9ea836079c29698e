package arazzo

import (
	"strings"
	"testing"
)

func TestCriterion_Judge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ condition, want string }{ // want is why it does not hold; empty if it does
		{"$statusCode == 200", ""},
		{"$statusCode==200", ""},
		{"$statusCode == 2e2", ""},
		{"$statusCode == 404", "received 200 for $statusCode, promised 404"},
		{"404 == $statusCode", "received 200 for $statusCode, promised 404"},
		{"$statusCode >= 200 && $statusCode < 300", ""},
		{"$statusCode < 200 || $statusCode >= 300", "received 200 for $statusCode, promised less than 200 or at least 300"},
		{"300 <= $statusCode", "received 200 for $statusCode, promised at least 300"},
		{"$statusCode > 200", "received 200 for $statusCode, promised more than 200"},
		{"$statusCode <= 199", "received 200 for $statusCode, promised at most 199"},
		{"!($statusCode == 200)", "received 200 for $statusCode, promised anything but 200"},
		{"$inputs.count == 8 || $statusCode == 404", "received 200 for $statusCode, promised 404"},
		{"$inputs.count == 8 || $steps.create.outputs.id == 'x'", `received 7 for $inputs.count, promised 8; and received "p-1" for $steps.create.outputs.id, promised 'x'`},
		{"!($statusCode < 300)", "received 200 for $statusCode, promised at least 300"},
		{"!($statusCode >= 200 && $statusCode < 300)", "received 200 for $statusCode, promised less than 200 or at least 300"},
		{"!($statusCode == 404 || $statusCode == 200)", "received 200 for $statusCode, promised anything but 200"},
		{"{$statusCode == 200}", ""},
		{"{$statusCode} == 200", ""},
		{"$response.body#/pet/name == 'REX'", ""},
		{"$response.body#/pet/name == 'rex'", ""},
		{"$response.body#/pet/name == $request.body#/name", ""},
		{"$request.body#/name == $response.body#/pet/id", `received "p-1" for $response.body#/pet/id, promised "Rex" as in $request.body#/name`},
		{"$response.body#/pet/id == $steps.create.outputs.id", ""},
		{"$steps.create.outputs.id != $response.body#/pet/id", `received "p-1" for $response.body#/pet/id, promised anything but "p-1" as in $steps.create.outputs.id`},
		{"$response.body#/pet/name == 'Bo''s'", `received "REX" for $response.body#/pet/name, promised 'Bo''s'`},
		{"'it''s' == 'IT''S'", ""},
		{"$response.body#/pet/age == 7", ""},
		{"$response.body#/pet/age == '7.0'", `received 7.0 for $response.body#/pet/age, promised '7.0'`},
		{"$response.body#/pet/big == 12345678901234567891", "received 12345678901234567890 for $response.body#/pet/big, promised 12345678901234567891"},
		{"$response.body#/pet/big < 12345678901234567891", ""},
		{"$response.body#/pet/owner == null", ""},
		{"$response.body#/pet/ownr == null", ""},
		{"$response.body#/pet/owner != null", "received null for $response.body#/pet/owner, promised a value"},
		{"$response.body#/pet/colour != null", "received nothing for $response.body#/pet/colour, promised a value"},
		{"$response.body#/pet/id != null", ""},
		{"$response.body#/pet/tags == $request.body#/tags", ""},
		{"$response.body#/pet/tags[0] == 'a'", "received nothing for $response.body#/pet/tags[0], promised 'a'"},
		{"$response.body.pet.tags[0] == 'a'", ""},
		{"$response.body#/pet/ok", ""},
		{"$response.body#/pet/zero && $response.body#/pet/empty", ""},
		{"$response.body#/pet/no", "received false for $response.body#/pet/no, promised a value that is not null or false"},
		{"!$response.body#/pet/ok", "received true for $response.body#/pet/ok, promised nothing, null or false"},
		{"!$response.body#/pet/no", ""},
		{"!!$response.body#/pet/ok", ""},
		{"$response.body#/pet/no == false", ""},
		{"($statusCode == 200) == true", ""},
		{"($statusCode == 404) == true", "received false for a condition, promised true"},
		{"$response.body#/pet/name < 'S'", ""},
		{"$response.body#/pet/name < 's'", ""},
		{"$response.body#/pet/name < 5", `received "REX" for $response.body#/pet/name, promised less than 5`},
		{"!($response.body#/pet/name < 5)", `received "REX" for $response.body#/pet/name, promised at least 5`},
		{"$response.header.X-Rate-Limit >= 5", ""},
		{"$response.header.X-Rate-Limit == 5.0", ""},
		{"$response.header.X-Rate-Limit == '5'", ""},
		{"$response.header.X-Cached == true", ""},
		{"$response.header.X-Rate-Limit == true", `received "5" for $response.header.X-Rate-Limit, promised true`},
		{"$request.path.petId == $inputs.count", ""},
		{"$request.path.petId == $inputs.when", ""},
		{"$inputs.when == 7", `received "7" for $inputs.when, promised 7`},
		{"$method == 'post'", ""},
		{"$inputs.unique == 'u<{$inputs.count}>'", `received "u<1>" for $inputs.unique, promised "u<7>"`},
		{"$inputs.unique == 'u<1>'", ""},
		{"'$url' == 'x'", "received \"$url\" for '$url', promised 'x'"},
		{"$statusCode == 200 || $inputs.ghost == 1", ""},
	} {
		t.Run(tt.condition, func(t *testing.T) {
			t.Parallel()
			c, err := ParseCriterion(tt.condition)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Judge(exchange())
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != tt.want || got.Holds != (tt.want == "") {
				t.Errorf("got  %v %s\nwant %s", got.Holds, got, tt.want)
			}
			if holds, err := c.Holds(exchange()); err != nil || holds != got.Holds {
				t.Errorf("Holds says %v, %v", holds, err)
			}
		})
	}
}

func TestCriterion_BodyThatIsNoJSON(t *testing.T) {
	t.Parallel()
	html := &Context{Status: 502, ResponseBody: []byte("<html>Bad gateway</html>")}
	for _, tt := range []struct{ condition, want string }{
		{"$response.body#/a == 1", "received nothing (the response body is not JSON) for $response.body#/a, promised 1"},
		{"$response.body#/a != 1", "received nothing (the response body is not JSON) for $response.body#/a, promised anything but 1"},
		{"!($response.body#/a == 1)", "received nothing (the response body is not JSON) for $response.body#/a, promised anything but 1"},
		{"$response.body#/a", "received nothing (the response body is not JSON) for $response.body#/a, promised a value that is not null or false"},
		{"$response.body#/a == 1 || $statusCode == 502", ""},
		{"$statusCode == 502 && $response.body == '<html>bad gateway</html>'", ""},
		{"$response.body#/a == 1 && $statusCode == 200", "received nothing (the response body is not JSON) for $response.body#/a, promised 1"},
	} {
		t.Run(tt.condition, func(t *testing.T) {
			t.Parallel()
			c, err := ParseCriterion(tt.condition)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := c.Judge(html); err != nil || got.String() != tt.want || got.Holds != (tt.want == "") {
				t.Errorf("got  %v %s %v\nwant %s", got.Holds, got, err, tt.want)
			}
		})
	}
}

func TestCriterion_InstancePathAndLongValues(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("s", 200)
	ctx := &Context{Status: 200, ResponseBody: []byte(`{"a":"` + long + `","b":["` + long + `"],"c":{"d":"` + long + `"}}`)}
	c, err := ParseCriterion("$response.body.a == 1 || $response.body#/b == 1 || $response.body#/c == 1 || $statusCode == 1")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Judge(ctx)
	if err != nil || len(got.Mismatches) != 4 {
		t.Fatalf("got %v, %v, want four mismatches", got, err)
	}
	for i, want := range []Mismatch{
		{"$response.body.a", "/a", "a string of 202 characters", "1"},
		{"$response.body#/b", "/b", "an array of 1 items", "1"},
		{"$response.body#/c", "/c", "an object of 1 members", "1"},
		{"$statusCode", "", "200", "1"},
	} {
		if got.Mismatches[i] != want {
			t.Errorf("got %+v, want %+v", got.Mismatches[i], want)
		}
	}
}

func TestCriterion_CannotBeAsked(t *testing.T) {
	t.Parallel()
	for _, condition := range []string{
		"$inputs.ghost == 1", "1 == $inputs.ghost", "!$inputs.ghost", "$inputs.ghost", "$statusCode == 1 || $inputs.ghost", "'{$inputs.ghost}' == ''",
	} {
		t.Run(condition, func(t *testing.T) {
			t.Parallel()
			c, err := ParseCriterion(condition)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := c.Judge(exchange()); err == nil || got.Holds {
				t.Errorf("got %+v and no error", got)
			}
			if holds, err := c.Holds(exchange()); err == nil || holds {
				t.Errorf("Holds: got %v and no error", holds)
			}
		})
	}
	if _, err := (Criterion{}).Judge(exchange()); err == nil {
		t.Error("the zero Criterion was judged")
	}
}

func TestParseCriterion_Malformed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ condition, want string }{
		{"", "at character 1: a value is missing"},
		{"$statusCode ==", "at character 15: a value is missing"},
		{"$statusCode = 200", `at character 13: "= 200" is left over`},
		{"$statusCode == 200 200", `at character 20: "200" is left over`},
		{"($statusCode == 200", `at character 20: '(' is not closed`},
		{"($statusCode == 200}", `at character 20: '}' stands where ')' closes the '('`},
		{"$a == 1", "unknown runtime expression $a"},
		{"$statuscode == 1", "did you mean $statusCode?"},
		{"'open", "at character 1: the string 'open is not closed by a single quote"},
		{`$method == "POST"`, "at character 12: strings stand in single quotes"},
		{"$method == POST", "at character 12: POST is no number, true, false, null, 'string' or $expression"},
		{"$statusCode == 0x10", "0x10 is no number"},
		{"$statusCode == 01", "01 is no number"},
		{"1 < 2 < 3", "only two values can be compared; put && between two comparisons"},
		{"== 1", `at character 1: "=" stands where a value should`},
		{"&& 1", "stands where a value should"},
		{"'{$inputs.a' == 1", "brace before $inputs.a is not closed"},
		{"'{$input.a}' == 1", "did you mean $inputs.?"},
		{"é && $x", "at character 1: é is no number"},
		{strings.Repeat("(", maxDepth+1) + "1", "more than 64 parentheses and ! within each other"},
		{strings.Repeat("!", 5000) + "1", "more than 64 parentheses and ! within each other"},
		{strings.Repeat("1", maxLength+1), "a condition of 8193 bytes is longer than 8192"},
	} {
		t.Run(shorten(tt.condition), func(t *testing.T) {
			t.Parallel()
			c, err := ParseCriterion(tt.condition)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v, %v\nwant %s", c.Condition, err, tt.want)
			}
		})
	}
}

func FuzzParseCriterion(f *testing.F) {
	for _, seed := range []string{
		"$statusCode == 200 && !($response.body#/a != 'b''c') || {$response.header.X >= 1.5}", "$response.body[0].a",
		"'{$inputs.unique}-{$inputs.count}' < null", "true == false", "((", "!!!1", "$steps.create.outputs.pet#/tags/0 <= 'x'",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, condition string) {
		c, err := ParseCriterion(condition)
		if err != nil {
			return
		}
		got, err := c.Judge(exchange())
		holds, errHolds := c.Holds(exchange())
		if (err == nil) != (errHolds == nil) || err == nil && got.Holds != holds {
			t.Errorf("Judge says %v, %v; Holds says %v, %v", got.Holds, err, holds, errHolds)
		}
		if err == nil && !got.Holds && got.String() == "" {
			t.Error("it does not hold and nothing says why")
		}
	})
}
