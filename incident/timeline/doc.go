// Package timeline is what happened in an incident, line by line. A line is of a
// kind, which says what the line needs; its sentence is made where it is shown.
package timeline
