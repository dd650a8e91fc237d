package phrase

import "strings"

// numbers are those that people write in words, by what they mean.
var numbers = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90,
}

// Numbers is a pattern of the numbers that people write in words.
const Numbers = `(?:forty[ -]five|forty|fifteen|twenty|thirty|sixty|ninety|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`

// Number reads a number in words; 0 is none.
func Number(word string) int {
	return numbers[strings.ReplaceAll(strings.ToLower(word), " ", "-")]
}
