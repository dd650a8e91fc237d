package playbook

// formerTraits are those of the incidents that were declared before kinds had
// traits in their files. New kinds do not come here.
var formerTraits = map[string]Traits{
	"outage":         {MayWait: true, Automatic: true, WorksAgain: true},
	"degraded":       {MayWait: true, Automatic: true, WorksAgain: true},
	"bad_deploy":     {MayWait: true, Automatic: true, WorksAgain: true},
	"third_party":    {MayWait: true, Automatic: true, WorksAgain: true},
	"missed_job":     {MayWait: true, Automatic: true, WorksAgain: true},
	"backup_failure": {BadNews: true, MayWait: true},
	"data_loss":      {BadNews: true, WorksAgain: true},
	"security":       {BadNews: true, WorksAgain: true, Access: BrokenIn},
	"privacy_leak":   {BadNews: true, Access: Seen},
}

// Former are the traits of an incident that was declared before its kind had any.
func Former(kind string) Traits {
	if t, ok := formerTraits[kind]; ok {
		return t
	}
	return Traits{MayWait: true, WorksAgain: true}
}
