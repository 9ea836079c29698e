package payload

// plainNumbers are what numbers of these names usually are. Where the schema wants whole numbers, or bounds them, the nearest
// allowed one is taken.
var plainNumbers = map[string]string{
	"amount": "1205.50", "price": "19.99", "total": "1205.50", "subtotal": "1105.50", "cost": "19.99", "fee": "2.50", "tax": "97.45", "balance": "4250.75", "value": "1205.50", "unit_amount": "1999",
	"limit": "10", "page": "1", "page_size": "10", "per_page": "10", "offset": "0", "count": "2", "quantity": "2", "size": "10", "length": "10", "number": "3", "index": "0", "position": "1",
	"year": "2024", "month": "6", "day": "15", "hour": "9", "minute": "30", "second": "0", "exp_month": "3", "exp_year": "2030", "expiry_month": "3", "expiry_year": "2030",
	"age": "37", "port": "8080", "status": "200", "status_code": "200", "code": "200", "http_status": "200", "version": "1", "priority": "5", "weight": "1.5", "score": "75", "rating": "4.5",
	"latitude": "40.7484", "lat": "40.7484", "longitude": "-73.9857", "lng": "-73.9857", "lon": "-73.9857", "altitude": "10", "distance": "2.5", "radius": "5", "width": "640", "height": "480", "depth": "10",
	"percent": "12.5", "percentage": "12.5", "percent_off": "12.5", "rate": "4.25", "interest_rate": "4.25", "ratio": "0.75", "probability": "0.75", "confidence": "0.95", "temperature": "0.7",
	"timestamp": "1718443800", "created": "1718443800", "created_at": "1718443800", "updated": "1718530200", "updated_at": "1718530200", "expires_at": "1907746200", "expires": "1907746200", "time": "1718443800", "date": "1718443800",
	"start": "1717200000", "end": "1719705600", "available_on": "1718443800", "period_start": "1717200000", "period_end": "1719705600", "expires_in": "3600", "ttl": "3600", "timeout": "30", "duration": "60", "interval": "30",
	"id": "1042", "floor": "4", "max": "100", "min": "1", "maximum": "100", "minimum": "1", "vat": "19", "discount": "5", "days": "30", "months": "12", "years": "2", "hours": "8", "minutes": "45", "seconds": "30",
}

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
