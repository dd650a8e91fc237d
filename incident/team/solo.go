package team

import "slices"

// Solo says whether these people are one, who does everything that users do: nobody
// else is there to be told who does what.
func Solo(people []Person, users []string) bool {
	people = staff(people)
	return len(people) == 1 && !slices.ContainsFunc(users, func(user string) bool { return user != people[0].Slack })
}
