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
		if got := (&Client{Name: "Acme Shop", Contacts: []Contact{{Name: name}}}).Greeting(""); got != want {
			t.Errorf("with the contact %q the greeting is %q, want %q", name, got, want)
		}
	}
}

// A text greets those who read it on its way, and a call whoever is called.
func TestWhoIsGreeted(t *testing.T) {
	dana, eve := Contact{Name: "Dana Fox", Email: "dana@acme.example"}, Contact{Name: "Eve Hill", Email: "eve@acme.example", Phone: "112"}
	desk, gil, hal := Contact{Name: "Front desk", Email: "desk@acme.example"}, Contact{Name: "Gil Orr", Email: "gil@acme.example"}, Contact{Name: "Hal Ives"}
	both := Client{Name: "Acme Shop", Email: true, Contacts: []Contact{dana, eve}}
	lawyer := func(to string) Client {
		return Client{Name: "Acme Shop", Manner: Lawyer, Letters: to, Contacts: both.Contacts}
	}
	for _, tt := range []struct {
		name, via, want string
		c               Client
	}{
		{"the first in a channel", ViaSlack, "Dana", both},
		{"both in a mail to both", ViaEmail, "Dana and Eve", both},
		{"of two the one with an address", ViaEmail, "Eve", Client{Name: "Acme Shop", Email: true, Contacts: []Contact{hal, eve}}},
		{"three in a mail to three", ViaEmail, "Dana, Eve and Front desk", Client{Name: "Acme Shop", Email: true, Contacts: []Contact{dana, eve, desk}}},
		{"four by no name", ViaEmail, "all", Client{Name: "Acme Shop", Email: true, Contacts: []Contact{dana, eve, desk, gil}}},
		{"two of one name once", ViaEmail, "Dana", Client{Name: "Acme Shop", Email: true, Contacts: []Contact{dana, {Name: "Dana Low", Email: "low@acme.example"}}}},
		{"as in the mail where a machine takes it", ViaWebhook, "Dana and Eve", both},
		{"nobody where a machine alone takes it", ViaWebhook, "Acme Shop", Client{Name: "Acme Shop", Contacts: both.Contacts}},
		{"nobody of them where their lawyer reads", ViaEmail, "Acme Shop", lawyer("law@firm.example")},
		{"whose the lawyer's address is", ViaEmail, "Eve", lawyer("Eve@acme.example")},
		{"the first where the lawyer has no address", ViaEmail, "Dana", lawyer("")},
		{"nobody without a contact", ViaEmail, "Acme Shop", Client{Name: "Acme Shop", Email: true}},
	} {
		if got := tt.c.Greeting(tt.via); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := both.Callee(); got != "Eve" {
		t.Errorf("whoever has the phone is greeted as %q", got)
	}
	if got := both.GreetingAt(Destination{Via: ViaEmail, To: eve.Email, Name: eve.Name}); got != "Eve" {
		t.Errorf("one mail to Eve greets %q", got)
	}
}
