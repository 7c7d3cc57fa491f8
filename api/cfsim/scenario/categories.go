package scenario

// The categories of the case, with ids and names from Cloudflare's table
// "Domain categories".

func technology() Category       { return Category{155, 26, "Technology"} }
func technologyTop() Category    { return Category{26, 0, "Technology"} }
func informationTech() Category  { return Category{109, 26, "Information Technology"} }
func loginScreens() Category     { return Category{115, 15, "Login Screens"} }
func miscellaneousTop() Category { return Category{15, 0, "Miscellaneous"} }
func webmail() Category          { return Category{168, 12, "Webmail"} }
func communicationTop() Category { return Category{12, 0, "Internet Communication"} }
func ecommerce() Category        { return Category{88, 22, "Ecommerce"} }
func shoppingTop() Category      { return Category{22, 0, "Shopping & Auctions"} }
func education() Category        { return Category{90, 6, "Education"} }
func noContent() Category        { return Category{124, 15, "No Content"} }

func phishing() Category       { return Category{131, 21, "Phishing"} }
func brandEmbedding() Category { return Category{178, 21, "Brand Embedding"} }
func malware() Category        { return Category{117, 21, "Malware"} }
func commandControl() Category { return Category{80, 21, "Command and Control & Botnet"} }
func generatedName() Category  { return Category{176, 21, "Domain Generation Algorithm"} }
func spam() Category           { return Category{151, 21, "Spam"} }
func newDomains() Category     { return Category{169, 32, "New Domains"} }
func parked() Category         { return Category{128, 32, "Parked & For Sale Domains"} }

// everyday are what an ordinary site may be about, each with the category
// above it.
func everyday() [][]Category {
	return [][]Category{
		{technology(), technologyTop()},
		{informationTech(), technologyTop()},
		{ecommerce(), shoppingTop()},
		{{75, 3, "Business"}, {3, 0, "Business & Economy"}},
		{{97, 24, "Food & Drink"}, {24, 0, "Society & Lifestyle"}},
		{{105, 24, "Home & Garden"}, {24, 0, "Society & Lifestyle"}},
		{{152, 25, "Sports"}, {25, 0, "Sports"}},
		{{160, 27, "Travel"}, {27, 0, "Travel"}},
		{education(), {6, 0, "Education"}},
		{{122, 7, "News & Media"}, {7, 0, "Entertainment"}},
		{{129, 12, "Personal Blogs"}, communicationTop()},
	}
}

// threats are what a bad site may be.
func threats() []Category {
	return []Category{phishing(), malware(), spam(), commandControl()}
}
