package secret

// Digits of the number of a payment card.
const (
	shortestCard = 13
	longestCard  = 19
)

// Card reads the number that begins at a place of a text: where it ends, and whether it
// has 13 to 19 digits with the right check digit, as those of payment cards do.
func Card(s string, from int) (end int, ok bool) {
	var room [longestCard + 1]byte
	number, end := groupedDigits(s, from, room[:0])
	return end, len(number) >= shortestCard && len(number) <= longestCard && luhn(number)
}

// groupedDigits reads a number whose digits single spaces or hyphens may part, and
// returns where it ends. It reads as many as into has room for.
func groupedDigits(s string, from int, into []byte) (number []byte, end int) {
	for end = from; end < len(s) && len(into) < cap(into); end++ {
		if isDigit(s[end]) {
			into = append(into, s[end])
		} else if s[end] != ' ' && s[end] != '-' || end+1 >= len(s) || !isDigit(s[end+1]) {
			break
		}
	}
	return into, end
}

// luhn checks the last digit of a number.
func luhn(number []byte) bool {
	sum, zero := 0, true
	for i := range number {
		d := int(number[len(number)-1-i] - '0')
		zero = zero && d == 0
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && !zero
}
