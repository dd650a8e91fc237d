package client

import "testing"

// A text greets by the given name, and by the whole name where that is not sure.
func TestGivenName(t *testing.T) {
	tests := []struct{ written, want string }{
		// As people are written.
		{"Dana Fox", "Dana"}, {"Fox, Dana", "Dana"}, {"Dr. Dana Fox", "Dana"}, {"Prof. Dr. Dana Fox", "Dana"}, {"Fox, Dr. Dana", "Dana"}, {"DANA FOX", "Dana"}, {"dana fox", "Dana"},
		{"FOX, DANA", "Dana"}, {"Dana Fox (CEO)", "Dana"}, {"Dana Fox – CEO", "Dana"}, {"Dana Fox <dana@acme.example>", "Dana"}, {"Dana Fox, PhD", "Dana"}, {"Dana Fox, MBA, CPA", "Dana"},
		{"Ms. Dana Fox", "Dana"}, {"Ms Dana Fox", "Dana"}, {"  Dana   Fox ", "Dana"}, {"Dana \"Dee\" Fox", "Dana"}, {"Dana Fox Jr.", "Dana"}, {"Dana M. Fox", "Dana"}, {"Dana Fox,", "Dana"},
		// Of many countries.
		{"van der Berg, Anna", "Anna"}, {"Anna van der Berg", "Anna"}, {"Herr Dipl.-Ing. Jürgen Groß", "Jürgen"}, {"Frau Dr. Ägidia Öz", "Ägidia"}, {"Mme Chloé Dubois", "Chloé"}, {"M. Jean-Luc Martin", "Jean-Luc"},
		{"JEAN-LUC MARTIN", "Jean-Luc"}, {"Dott.ssa Giulia Rossi", "Giulia"}, {"Sra. María José García López", "María"}, {"García López, María", "María"}, {"Siobhán O’Brien", "Siobhán"}, {"D'Arcy Wood", "D'Arcy"},
		{"Łukasz Żak", "Łukasz"}, {"Анна Иванова", "Анна"}, {"Ελένη Παππά", "Ελένη"}, {"Ahmed bin Said", "Ahmed"}, {"Priya Natarajan", "Priya"}, {"Ngozi Okonkwo-Ade", "Ngozi"}, {"LaToya Jones", "LaToya"}, {"Dr Ana Ruiz", "Ana"},
		{"Ben Okafor", "Ben"}, {"Al Green", "Al"}, {"Phil Collins", "Phil"}, {"Don Draper", "Don"}, {"Nat Cole", "Nat"}, {"Dr. rer. nat. Dana Fox", "Dana"}, {"Dr. med. Jan de Vries", "Jan"}, {"Jack Ma", "Jack"}, {"Fox, Dana (Acme Shop)", "Dana"}, {"de la Cruz, Inés", "Inés"}, {"Van Morrison", "Van"},
		// Nobody can be sure.
		{"Dana", "Dana"}, {"Dr. Fox", "Dr. Fox"}, {"Ms Fox", "Ms Fox"}, {"Front desk", "Front desk"}, {"Acme Shop Ltd", "Acme Shop Ltd"}, {"Support team", "Support team"}, {"Fox & Sons", "Fox & Sons"}, {"Acme Shop, Support", "Acme Shop, Support"},
		{"dana@acme.example", "dana@acme.example"}, {"D. Fox", "D. Fox"}, {"van der Berg", "van der Berg"}, {"王小明", "王小明"}, {"山田 太郎", "山田 太郎"}, {"김 민수", "김 민수"}, {"IT", "IT"}, {"24/7 NOC", "24/7 NOC"},
		{"The Duty Manager", "The Duty Manager"}, {"", ""}, {" ", ""}, {",", ","}, {"Dr.", "Dr."},
	}
	for _, tt := range tests {
		if got := GivenName(tt.written); got != tt.want {
			t.Errorf("%q is greeted as %q, want %q", tt.written, got, tt.want)
		}
	}
	for name, want := range map[string]string{"Fox, Dana": "Dana", "": "Acme Shop", "Front desk": "Front desk"} {
		if got := (&Client{Name: "Acme Shop", Contacts: []Contact{{Name: name}}}).Greeting(); got != want {
			t.Errorf("with the contact %q the greeting is %q, want %q", name, got, want)
		}
	}
}
