package tree

// Nearest returns the known word a person most likely meant by word, or "" if none is near: at most a third of its letters,
// and never more than three, may have to change. Of two that are equally near the first is taken.
func Nearest(word string, known []string) string {
	limit := min(3, (len([]rune(word))+2)/3)
	best := ""
	for _, candidate := range known {
		if d := distance(word, candidate, limit); d <= limit && candidate != word {
			best, limit = candidate, d-1
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap with their neighbour to turn a into b; anything above
// limit is reported as limit+1.
func distance(a, b string, limit int) int {
	from, to := []rune(a), []rune(b)
	if len(from)-len(to) > limit || len(to)-len(from) > limit {
		return limit + 1
	}
	before, previous, current := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(from); i++ {
		current[0] = i
		for j := 1; j <= len(to); j++ {
			change := 1
			if from[i-1] == to[j-1] {
				change = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+change)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return min(previous[len(to)], limit+1)
}
