package payload

import "strings"

// plainTexts are what properties of these names hold wherever they stand: a value, a bar, the names that have it.
var plainTexts = readTable(`
10001 | postal_code zip zip_code postcode post_code
US | country_code country iso_country_code country_iso nationality citizenship
USA | country_code_alpha3
United States | country_name
USD | currency currency_code iso_currency_code
BTC | unofficial_currency_code
en | language language_code
en-US | locale
America/New_York | timezone time_zone tz
+12125550142 | phone phone_number mobile telephone tel mobile_number telephone_number
+12125550143 | fax
1 | phone_country_code
Alex | middle_name
Ms | prefix
Jr | suffix
A | initial
female | gender
single | marital_status
bookseller | occupation
Tower B | building
12 | apartment unit
4 | floor
350 | house_number_or_name house_number street_number
PO Box 1042 | po_box
40.7484 | latitude
-73.9857 | longitude
New York County | county
Midtown | district
203.0.113.7 | ip ip_address
2001:db8::7 | ipv6
00:00:5e:00:53:07 | mac mac_address
203.0.113.0/24 | cidr
api.example.com | hostname host
example.com | domain domain_name
https://example.com | origin
Mozilla/5.0 (compatible; Plumbline) | user_agent
#1f6feb | color colour
1.0.0 | version
2024-06-15 | api_version date
Monthly order of printed goods | description summary
Deliver to the side entrance | note comment text
Thank you for your order | message
Monthly order | title
Your order | subject
requested by the customer | reason
the request could not be completed | error_message detail
The request could not be completed. | display_message
INTERNAL_SERVER_ERROR | error_code
invalid_request | error
try again later | suggested_action
https://example.com/docs/errors | documentation_url
active | status state_name
standard | type kind
general | category
api | source
web | channel
sample | tag label
application/json | content_type mime_type media_type
report.pdf | file_name filename
/reports/2024 | path
/reports/2024/report.pdf | file_path
pdf | extension
utf-8 | encoding
asc | sort order sort_order
harbor | query
000123456789 | account_number
021000021 | routing_number routing bank_code
601613 | sort_code
032003 | bsb
GB33BUKB20201555555555 | iban
BUKBGB22 | bic swift_code
Example Bank | bank_name institution_name
4111111111111111 | card_number
123 | cvc cvv cvn security_code
1111 | last4 last_four
03 | exp_month expiry_month
2030 | exp_year expiry_year
2030-03-31 | expiration_date expiry_date
visa | brand
12-3456789 | tax_id ein
DE123456789 | vat_id vat_number
078051120 | ssn social_security_number
X12345678 | passport_number
1234567 | registration_number company_number
D1234567 | license_number
5942 | mcc merchant_category_code
451211 | naics
1987-03-14 | date_of_birth dob birth_date birthday
2024-06-01 | start_date
2024-06-30 | end_date
2024-06-15T09:30:00Z | created_at timestamp datetime
2024-06-16T10:00:00Z | updated_at
2030-06-15T09:30:00Z | expires_at
09:30:00 | time
09:00 | start_time
17:00 | end_time
2024-06 | month
2024 | year
P1M | period
month | interval
monthly | frequency
19.99 | price
1205.50 | amount
4.25 | rate
2 | quantity
HLB-1042 | sku
9780306406157 | isbn
9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 | sha256
`)

// readTable reads lines of a value, a bar and the names that have that value.
func readTable(text string) map[string]string {
	table := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		value, names, _ := strings.Cut(line, " | ")
		for _, name := range strings.Fields(names) {
			if _, twice := table[name]; twice {
				panic("payload: " + name + " stands twice in the table of names")
			}
			table[name] = value
		}
	}
	return table
}

// plainNumbers are what numbers of these names usually are. Where the schema wants whole numbers, or bounds them, the nearest
// allowed one is taken.
var plainNumbers = readTable(`
1205.50 | amount total value
19.99 | price cost
1105.50 | subtotal
2.50 | fee
97.45 | tax
4250.75 | balance
1999 | unit_amount
10 | limit page_size per_page size length altitude depth
1 | page position version min minimum
0 | offset index second
2 | count quantity years
3 | number exp_month expiry_month
2024 | year
6 | month
15 | day
9 | hour
30 | minute timeout interval days seconds
2030 | exp_year expiry_year
37 | age
8080 | port
200 | status status_code code http_status
5 | priority radius discount
1.5 | weight
75 | score
4.5 | rating
40.7484 | latitude lat
-73.9857 | longitude lng lon
2.5 | distance
640 | width
480 | height
12.5 | percent percentage percent_off
4.25 | rate interest_rate
0.75 | ratio probability
0.95 | confidence
0.7 | temperature
1718443800 | timestamp created created_at time date available_on
1718530200 | updated updated_at
1907746200 | expires_at expires
1717200000 | start period_start
1719705600 | end period_end
3600 | expires_in ttl
60 | duration
1042 | id
4 | floor
100 | max maximum
19 | vat
12 | months
8 | hours
45 | minutes
`)

// wish returns the number a property's name suggests. In an answer, what is called its status is its status.
func (d *draft) wish(p place, integer bool) exact {
	for _, key := range keys(p.name) {
		switch key {
		case "status", "status_code", "http_status", "http_code":
			if d.status > 0 {
				return whole(int64(d.status))
			}
		}
		if t, ok := plainNumbers[key]; ok {
			return mustExact(t)
		}
	}
	if integer {
		return whole(42)
	}
	return mustExact("42.5")
}

// logoPNG is an image of 1024 by 1024 points in one colour, in base64: what services that check a logo ask for.
const logoPNG = "iVBORw0KGgoAAAANSUhEUgAABAAAAAQAAQMAAABF07nAAAAABlBMVEX///8fb+uXBXurAAACGUlEQVR42u3OIQEAAAACIP+f1hkWWEB6FgEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAYF3YIvvHeNWBhB3AAAAAElFTkSuQmCC"
